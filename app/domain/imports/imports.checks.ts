import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const importChecks: Check[] = [
  sqlCheck(
    'import_is_what_was_confirmed',
    `select e.batch_id, e.rows, e.cents, g.rows as booked_rows, g.cents as booked
       from import_event e join import_batch b on b.id = e.batch_id
       left join import_event s on s.batch_id = e.batch_id and s.kind = 'started' and s.run = e.run
       left join (select batch_id, false as listed, count(*)::int as rows, sum(amount_cents)::bigint as cents from imported_gift group by 1
                  union all
                  select batch_id, true, count(*)::int, 0 from imported_donor_key where kind = 'row' group by 1) g
              on g.batch_id = e.batch_id and g.listed = is_donor_list(b.layout)
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
        and not exists (select from annual_statement_line l where l.gift_kind = 'imported' and l.gift_id = g.id)
        and not exists (select from imported_gift_refund r where r.gift_id = g.id)
        and not exists (select from imported_gift_dispute q where q.gift_id = g.id)`,
  ),
  sqlCheck(
    'imported_gift_goes_back_within_itself',
    `select b.gift_id, b.cents, g.amount_cents
       from (select x.gift_id, sum(x.gift_cents) as cents
               from (select r.gift_id, r.gift_cents from imported_gift_refund r where r.failed_txn_id is null
                     union all
                     select q.gift_id, q.gift_cents from imported_gift_dispute q where q.state <> 'won') x group by 1) b
       join imported_gift g on g.id = b.gift_id where b.cents > g.amount_cents`,
  ),
  // What went back of a gift of before is booked to the cent in its fund, and came back in the books where it did at Stripe.
  sqlCheck(
    'imported_gift_goes_back_in_the_books',
    `with said as (
       select r.id, g.fund_id, r.txn_id as txn, 'refund' as code, r.amount_cents as cents
         from imported_gift_refund r join imported_gift g on g.id = r.gift_id
       union all
       select r.id, g.fund_id, r.failed_txn_id, 'refund_failed', r.amount_cents
         from imported_gift_refund r join imported_gift g on g.id = r.gift_id where r.failed_txn_id is not null
       union all
       select q.id, g.fund_id, b.id, b.posted_as, abs(b.amount_cents)
         from imported_gift_dispute q join imported_gift g on g.id = q.gift_id
         join stripe_balance_transaction b on b.source_id = q.id and b.posted_as in ('dispute', 'dispute_won'))
     select s.id, s.txn, s.cents, t.cents as booked
       from said s
       left join (select l.fund_id, l.source_id, l.code, sum(l.amount_cents) as cents from ledger_transfer l
                   where l.source_kind = 'stripe_txn' and l.code in ('refund', 'refund_failed', 'dispute', 'dispute_won')
                   group by 1, 2, 3) t on (t.fund_id, t.source_id, t.code) = (s.fund_id, s.txn, s.code)
      where t.cents is distinct from s.cents`,
  ),
]
