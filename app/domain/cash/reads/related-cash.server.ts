import type { Tx } from '#app/platform/db.ts'
import { relatedWithinHours } from '../large-cash.ts'

type Of = {
  posterId: string | null
  disbursementIds: string[]
  /** Cases of what is not written down yet. */
  caseCodes?: string[]
  at: Date
  /** Counted by itself, not among the others. */
  exceptAdvanceId: string | null
}

/**
 * Cash that was handed over within a day around a moment to the same poster or for the same people, families' parts included and
 * from whichever fund it came: what a bank or a clerk may see as one.
 */
export async function relatedCash(tx: Tx, of: Of): Promise<bigint> {
  const { posterId, disbursementIds, caseCodes = [], at, exceptAdvanceId } = of
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    with asked as (select distinct d.case_code from disbursement d where d.id = any(${disbursementIds}::uuid[])
              union select unnest(${caseCodes}::text[])),
    cases as (select case_code from asked union
              select other.case_code from asked join person_case own on own.case_code = asked.case_code
                join person_case other on other.person_id = own.person_id),
    near as (select ${at}::timestamptz - make_interval(hours => ${relatedWithinHours}) as since,
                    ${at}::timestamptz + make_interval(hours => ${relatedWithinHours}) as until)
    select (coalesce((select sum(a.amount_cents) from advance a, near
                       where a.id is distinct from ${exceptAdvanceId}::uuid
                         and a.occurred_at > near.since and a.occurred_at < near.until
                         and not exists (select from advance_withdrawal w where w.advance_id = a.id)
                         and (a.poster_id = ${posterId}::uuid
                              or exists (select from advance_cover v join disbursement d on d.id = v.disbursement_id
                                          join cases on cases.case_code = d.case_code where v.advance_id = a.id))), 0)
          + coalesce((select sum(handed_over_cents(p.id)) from disbursement_payment p
                        join disbursement d on d.id = p.disbursement_id join cases on cases.case_code = d.case_code, near
                       where p.method = 'cash' and p.occurred_at > near.since and p.occurred_at < near.until
                         and not exists (select from advance_payment x where x.payment_id = p.id)), 0))::bigint as cents`
  return row?.cents ?? 0n
}
