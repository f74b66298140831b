import { type Cents, cents } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * The most that a family's money can add to a disbursement's bond, in cents: what is held by one agreement for its case and not
 * spoken for, cash of it that is out for this very one included. A payment draws on one agreement at most. Zero where nothing is held.
 */
export async function heldForCase(
  tx: Tx,
  { id, fundId, caseCode }: { id: string; fundId: string; caseCode: string | null },
): Promise<Cents> {
  const [row] = await tx.$queryRaw<{ held: bigint | null }[]>`
    select max(copay_postable_cents(a.id, ${id}::uuid)) as held from copay_agreement a
     where a.fund_id = ${fundId}::uuid and a.case_code = ${caseCode}`
  return cents(row?.held ?? 0n)
}
