import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const bankChecks: Check[] = [
  sqlCheck(
    'bank_lines_are_matched_once',
    `select 'line' as what, x.line_id::text as id, count(*) from bank_match_line x
       join standing_bank_match m on m.id = x.match_id group by x.line_id having count(*) > 1
     union all
     select 'movement', x.source_kind || ' ' || x.source_id, count(*) from bank_match_movement x
       join standing_bank_match m on m.id = x.match_id group by m.bank_account_id, x.source_kind, x.source_id having count(*) > 1
     union all
     select 'stored', encode(l.line_token, 'hex'), count(*) from standing_bank_line l
      group by l.bank_account_id, l.line_token having count(*) > 1`,
  ),
  // A movement that changed after it was matched, or a difference that was not booked, shows here.
  sqlCheck(
    'bank_matches_add_up',
    `select m.id, m.booked_cents, lines.cents as lines_cents, moved.cents as movements_cents
       from standing_bank_match m
       cross join lateral (select coalesce(sum(l.amount_cents), 0) as cents from bank_match_line x
                             join bank_line l on l.id = x.line_id where x.match_id = m.id) lines
       cross join lateral (select coalesce(sum(x.amount_cents), 0) as cents from bank_match_movement x where x.match_id = m.id) moved
      where m.rule <> 'own_transfer' and lines.cents <> moved.cents + m.booked_cents
     union all
     select m.id, 0, x.amount_cents, v.amount_cents
       from standing_bank_match m join bank_match_movement x on x.match_id = m.id
       left join bank_movement v on v.bank_account_id = m.bank_account_id and v.source_kind = x.source_kind and v.source_id = x.source_id
      where v.amount_cents is distinct from x.amount_cents
     union all
     select m.id, m.booked_cents, t.cents, null
       from bank_match m
       cross join lateral (
         select coalesce(sum(case when d.code = 'bank' then t.amount_cents when c.code = 'bank' then -t.amount_cents else 0 end), 0) as cents
           from ledger_transfer t join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
          where t.source_id = m.id::text and t.source_kind in ('bank_match', 'bank_unmatch')) t
      where t.cents <> case when exists (select from bank_unmatch u where u.match_id = m.id) then 0 else m.booked_cents end`,
  ),
  // Two lines that are one move: both or neither, equal and opposite, and no fund's money in between.
  sqlCheck(
    'own_transfer_is_whole',
    `select m.id, m.booked_cents from bank_match m where m.rule = 'own_transfer' and not own_transfer_is_whole(m.id)
     union all
     select t.out_match_id, null from bank_own_transfer t where not own_transfer_is_whole(t.out_match_id)`,
  ),
]
