import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const remittanceChecks: Check[] = [
  sqlCheck(
    'remittance_adds_up',
    `select r.id, r.total_cents, coalesce(sum(l.received_cents + l.interest_cents), 0)::bigint as placed_cents
       from remittance r left join remittance_line l on l.remittance_id = r.id
      where r.state = 'closed' group by r.id having r.total_cents <> coalesce(sum(l.received_cents + l.interest_cents), 0)
     union all
     select misbooked_remittance_lines(null), null, null`,
  ),
  sqlCheck(
    'remittance_closer_did_not_enter_it',
    `select e.remittance_id from remittance_ending e join remittance r on r.id = e.remittance_id
      where e.kind = 'closed' and (r.opened_by = e.ended_by or exists (
        select from remittance_line l where l.remittance_id = r.id and l.entered_by = e.ended_by))`,
  ),
]
