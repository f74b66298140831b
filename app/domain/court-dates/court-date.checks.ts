import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const courtDateChecks: Check[] = [
  sqlCheck(
    'calls_end_with_their_date',
    `select c.id, c.kind from case_call c join court_date_outcome o on o.date_id = c.date_id where c.done_at is null`,
  ),
  sqlCheck(
    'moved_date_has_its_next',
    `select o.date_id, o.outcome from court_date_outcome o left join court_date d on d.replaces = o.date_id
      where (o.outcome in ('moved', 'continued')) <> (d.id is not null)`,
  ),
  sqlCheck(
    'missed_date_is_asked_about',
    `select o.date_id from court_date_outcome o left join missed_date m on m.date_id = o.date_id
      where (o.outcome = 'missed') <> (m.id is not null)`,
  ),
]
