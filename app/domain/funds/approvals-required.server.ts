import type { Tx } from '#app/platform/db.ts'

/** How many others must say yes to a sum, in cents, by the fund's rule: for bail, an expense, a night, a family's money back. */
export async function approvalsRequired(
  tx: Tx,
  { fundId, total }: { fundId: string; total: bigint },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ required: number }[]>`
    select approvals_required(${fundId}::uuid, ${total}::bigint) as required`
  if (!row) throw new Error('approvals_required answers one row')
  return row.required
}
