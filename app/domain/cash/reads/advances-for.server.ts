import type { Tx } from '#app/platform/db.ts'

export type AdvanceFor = {
  id: string
  posterName: string
  leftCents: bigint
  amountCents: bigint
  /** Whether the reader holds it, and may pay this out of it. */
  isMine: boolean
  /** Whether it was signed out for this one. */
  covers: boolean
  waits: boolean
}

/** The advances that were signed out for a disbursement, where there is one yet, and those that the reader holds and could pay it from. */
export async function advancesFor(
  tx: Tx,
  of: { disbursementId: string | null; fundId: string; posterId: string },
): Promise<AdvanceFor[]> {
  const { disbursementId, fundId, posterId } = of
  return tx.$queryRaw<AdvanceFor[]>`
    select a.id, s.name as "posterName", advance_left_cents(a.id) as "leftCents", a.amount_cents as "amountCents",
           a.poster_id = ${posterId}::uuid as "isMine", v.advance_id is not null as covers, c.advance_id is null as waits
      from advance a join staff s on s.id = a.poster_id
      left join advance_confirmation c on c.advance_id = a.id
      left join advance_cover v on v.advance_id = a.id and v.disbursement_id = ${disbursementId}::uuid
     where a.fund_id = ${fundId}::uuid
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)
       and (v.advance_id is not null
            or a.poster_id = ${posterId}::uuid and c.advance_id is not null and advance_left_cents(a.id) > 0)
     order by a.occurred_at desc, a.id limit 20`
}
