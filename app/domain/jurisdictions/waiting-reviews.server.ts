import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

type Row = { fundIds: string[]; since: Date; dueAt: Date | null }

/**
 * Versions of rules that counsel has not reviewed as far as anyone recorded: until then they only warn. For who did not write
 * them, once each, by a fund of theirs that posts such bonds and that the rule reaches, or that serves a place around it. One of
 * a day to come is of use until then.
 */
export async function waitingReviews(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select array_agg(distinct p.fund_id::text) as "fundIds", greatest(r.recorded_at, min(p.recorded_at)) as since,
           case when r.valid_from > local_day(${now()}::timestamptz)
                then r.valid_from::timestamp at time zone o.timezone end as "dueAt"
      from jurisdiction_rule r cross join organization o
      join fund_place p on (lies_in(p.place, r.place) or lies_in(r.place, p.place)) and place_ended_at(p.id) is null
     where r.recorded_by is distinct from ${staff.id}::uuid
       and (r.bond_kind is null or exists (
         select from fund_purpose_code c
          where c.fund_id = p.fund_id and c.purpose_code = r.bond_kind
            and c.version = (select max(v.version) from fund_purpose v
                              where v.fund_id = p.fund_id and v.effective_from <= ${now()})))
       and (r.valid_until is null or r.valid_until > local_day(${now()}::timestamptz))
       and not exists (select from rule_review v where v.rule_id = r.id)
       and not exists (select from jurisdiction_rule later where later.code = r.code and later.version > r.version)
     group by r.id, o.timezone order by since`
  const waiting = rows.flatMap(({ fundIds, since, dueAt }): Waiting[] => {
    const fundId = fundIds.find((id) => may(personIn(id).roles, 'jurisdictions:review'))
    if (!fundId) return []
    return [{ act: 'review_rule', to, fundId, caseCode: null, amountCents: null, since, dueAt }]
  })
  const together = waitTogether(waiting, () => ({ act: 'review_rules', to }))
  return together.map((row) => ({ ...row, amountCents: null }))
}

const to = '/admin/rules'
