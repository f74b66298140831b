import type { Tx } from '#app/platform/db.ts'

/** How many others must say yes, by the fund's rule for this sum. */
export async function approvalsRequired(tx: Tx, of: { fundId: string; totalCents: bigint }): Promise<number> {
  const [row] = await tx.$queryRaw<{ required: number }[]>`
    select approvals_required(${of.fundId}::uuid, ${of.totalCents}::bigint) as required`
  if (!row) throw new Error('approvals_required answers one row')
  return row.required
}
