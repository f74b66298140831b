import type { Tx } from '#app/platform/db.ts'
import { notBegun, type Preparation } from './preparation.ts'

/** Where each of these disbursements stands before posting. */
export async function readPreparations(
  tx: Tx,
  disbursementIds: string[],
): Promise<(disbursementId: string) => Preparation> {
  const rows = await tx.$queryRaw<(Preparation & { id: string })[]>`
    select asked.id::text as id, p.number, p.state, p.at
      from unnest(${disbursementIds}::uuid[]) as asked (id) cross join lateral preparation_now(asked.id) p`
  const found = new Map(rows.map(({ id, ...preparation }) => [id, preparation]))
  return (id) => found.get(id) ?? notBegun
}

/** A changed amount that waits for a contract; null where the last step was another. */
export async function changedAmount(tx: Tx, disbursementId: string): Promise<bigint | null> {
  const last = await tx.bondPreparationStep.findFirst({
    where: { disbursementId },
    orderBy: { id: 'desc' },
    select: { amountCents: true },
  })
  return last?.amountCents ?? null
}

/** The most that can be posted under what was approved: the funds' own ceilings, and what is held of the case's family. */
export async function mostPostable(
  tx: Tx,
  of: { id: string; fundId: string; caseCode: string; shared: object | null; ceiling: bigint },
): Promise<bigint> {
  if (of.shared) return of.ceiling
  const [row] = await tx.$queryRaw<{ held: bigint }[]>`
    select coalesce(sum(greatest(copay_postable_cents(a.id, ${of.id}::uuid), 0)), 0)::bigint as held
      from copay_agreement a where a.fund_id = ${of.fundId}::uuid and a.case_code = ${of.caseCode}`
  return of.ceiling + (row?.held ?? 0n)
}
