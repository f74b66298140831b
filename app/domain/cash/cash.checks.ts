import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const cashChecks: Check[] = [
  // Of each poster: signed out = paid with receipts + brought back + still out; and the books say the same of what is out.
  sqlCheck(
    'advances_match_receipts',
    `with out as (
       select a.fund_id, a.poster_id::text as sub, sum(advance_left_cents(a.id))::bigint as cents, min(advance_left_cents(a.id)) as least
         from advance a group by 1, 2)
     select coalesce(o.fund_id, b.fund_id) as fund_id, coalesce(o.sub, b.sub) as poster, o.cents as still_out_cents, b.balance_cents
       from out o full join (select fund_id, sub, balance_cents from account_balance where code = 'advance') b
         on b.fund_id = o.fund_id and b.sub = o.sub
      where coalesce(o.cents, 0) <> coalesce(b.balance_cents, 0) or o.least < 0
     union all
     select a.fund_id, p.payment_id::text, x.principal_cents + x.fees_cents, 0
       from advance_payment p join advance a on a.id = p.advance_id join disbursement_payment x on x.id = p.payment_id
      where x.receipt_number = '' or x.paid_by <> a.poster_id`,
  ),
  sqlCheck(
    'advance_is_signed_by_two',
    `select a.id from advance a join advance_confirmation c on c.advance_id = a.id
      where c.confirmed_by in (a.poster_id, a.signed_out_by) or a.signed_out_by = a.poster_id
     union all
     select r.id from advance_return r join advance a on a.id = r.advance_id
      where a.poster_id in (r.counted_by, r.witnessed_by) or r.counted_by = r.witnessed_by`,
  ),
  // What was counted back or moved is booked with the other's own signature and not before, and by nobody else's.
  sqlCheck(
    'cash_is_signed_by_its_witness',
    `with said as (
       select 'advance_return' as kind, r.id, advance_return_state(r.id) as state, r.amount_cents, r.counted_by as writer_id,
              r.witnessed_by as witness_id, x.answer, x.answered_by
         from advance_return r left join advance_return_answer x on x.return_id = r.id
       union all
       select 'cash_move', m.id, cash_move_state(m.id), m.amount_cents, m.moved_by, m.witnessed_by, x.answer, x.answered_by
         from cash_move m left join cash_move_answer x on x.move_id = m.id)
     select s.kind, s.id, s.state, s.amount_cents, coalesce(sum(t.amount_cents), 0)::bigint as booked_cents
       from said s left join ledger_transfer t on t.source_id = s.id::text and t.source_kind = s.kind
      group by s.kind, s.id, s.state, s.amount_cents, s.writer_id, s.witness_id, s.answer, s.answered_by
     having coalesce(sum(t.amount_cents), 0) <> case when s.state in ('named', 'signed') then s.amount_cents else 0 end
         or s.writer_id = s.witness_id or s.answer in ('signed', 'disputed') and s.answered_by <> s.witness_id`,
  ),
  // A difference stands in suspense until it is explained, and then no longer.
  sqlCheck(
    'cash_counts_match_the_books',
    `select c.id, c.counted_cents - c.ledger_cents as difference_cents, coalesce(sum(t.amount_cents), 0)::bigint as booked_cents
       from cash_count c
       left join ledger_transfer t on t.source_id = c.id::text and t.source_kind = 'cash_count'
      group by c.id having abs(c.counted_cents - c.ledger_cents) <> coalesce(sum(t.amount_cents), 0)
     union all
     select c.id, c.counted_cents - c.ledger_cents, coalesce(sum(t.amount_cents), 0)::bigint
       from cash_difference x join cash_count c on c.id = x.count_id
       left join ledger_transfer t on t.source_id = c.id::text and t.source_kind = 'cash_difference'
      group by c.id having abs(c.counted_cents - c.ledger_cents) <> coalesce(sum(t.amount_cents), 0)`,
  ),
  // The second person signs as themselves; what only one stands for was never lost nor found, only counted wrong.
  sqlCheck(
    'cash_is_counted_by_two',
    `select c.id, cash_count_state(c.id) as state
       from cash_count c left join cash_count_witness w on w.count_id = c.id left join cash_difference x on x.count_id = c.id
      where c.counted_by = c.witnessed_by or w.witness_id <> c.witnessed_by
         or x.explained_by in (c.counted_by, c.witnessed_by)
         or x.reason <> 'miscounted' and cash_count_state(c.id) not in ('named', 'confirmed')`,
  ),
]
