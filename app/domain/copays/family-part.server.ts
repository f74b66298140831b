import type { Tx } from '#app/platform/db.ts'
import type { FamilyPart } from './split.ts'

/** The family's part of a bond as the records stand now; null where the fund posted alone. */
export async function familyPartOf(tx: Tx, bondId: string): Promise<FamilyPart | null> {
  const [row] = await tx.$queryRaw<FamilyPart[]>`
    select b.agreement_id::text as "agreementId", b.principal_cents as principal, c.part, c.back, c.lost, c.recovered,
           (bond_lost_cents(b.id) + coalesce((select sum(d.amount_cents) from bond_return r
              join bond_deduction d on d.return_id = r.id where r.bond_id = b.id), 0))::bigint as "lostOfAll"
      from bond b cross join lateral copay_of_bond(b.id) c
     where b.id = ${bondId}::uuid and b.agreement_id is not null`
  return row ?? null
}

/** What came of a family's part, in cents, without what was taken back. */
export async function receivedFor(tx: Tx, agreementId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select coalesce(sum(r.amount_cents), 0)::bigint as cents from copay_receipt r
     where r.agreement_id = ${agreementId}::uuid and copay_receipt_stands(r.id)`
  return row?.cents ?? 0n
}

/** Cents of a family's money that one disbursement may post: unclaimed, or out as cash for this very one. */
export async function postableFor(
  tx: Tx,
  { agreementId, disbursementId }: { agreementId: string; disbursementId: string | null },
): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select copay_postable_cents(${agreementId}::uuid, ${disbursementId}::uuid) as cents`
  return row?.cents ?? 0n
}

/** What is held for a family in our bank, and of it what nothing else waits for. */
export async function heldFor(tx: Tx, agreementId: string): Promise<{ held: bigint; unclaimed: bigint }> {
  const [row] = await tx.$queryRaw<{ held: bigint; unclaimed: bigint }[]>`
    select copay_held_cents(${agreementId}::uuid) as held, copay_unclaimed_cents(${agreementId}::uuid) as unclaimed`
  return row ?? { held: 0n, unclaimed: 0n }
}
