import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const importChecks: Check[] = [
  sqlCheck(
    'import_is_what_was_confirmed',
    `select e.batch_id, e.rows, e.cents, g.rows as booked_rows, g.cents as booked
       from import_event e
       left join import_event s on s.batch_id = e.batch_id and s.kind = 'started' and s.run = e.run
       left join (select batch_id, count(*)::int as rows, sum(amount_cents)::bigint as cents from imported_gift group by 1) g
              on g.batch_id = e.batch_id
      where e.kind = 'committed'
        and ((e.rows, e.cents) is distinct from (s.rows, s.cents) or (e.rows, e.cents) is distinct from (g.rows, g.cents))`,
  ),
  sqlCheck(
    'imported_gift_is_of_a_batch_that_is_in',
    `select g.id from imported_gift g
      where not exists (select from import_event e where e.batch_id = g.batch_id and e.kind = 'committed')`,
  ),
  sqlCheck(
    'imported_gift_is_from_before_go_live',
    `select g.id, g.given_on from imported_gift g cross join organization o where g.given_on >= local_day(o.go_live_at)`,
  ),
  sqlCheck(
    'gift_is_already_here',
    `select g.external_id, count(*) from imported_gift g
      where g.external_id <> '' and not exists (select from imported_gift_end x where x.gift_id = g.id)
      group by 1 having count(*) > 1 or exists (select from payment p where p.charge_id = g.external_id)`,
  ),
  sqlCheck(
    'undone_import_leaves_only_statements',
    `select g.id from imported_gift g join import_event e on e.batch_id = g.batch_id and e.kind = 'undone'
      where not exists (select from imported_gift_end x where x.gift_id = g.id)
        and not exists (select from annual_statement_line l where l.gift_kind = 'imported' and l.gift_id = g.id)`,
  ),
]
