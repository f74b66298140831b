import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const preparationChecks: Check[] = [
  // Step by step along the table, each from where the one before it led.
  sqlCheck(
    'preparation_moves_along_the_table',
    `with step as (
       select s.*, lag(s.to_state) over w as before, lag(s.number) over w as number_before
         from bond_preparation_step s window w as (partition by s.disbursement_id order by s.id))
     select s.id, s.disbursement_id, s.from_state, s.to_state
       from step s join disbursement d on d.id = s.disbursement_id
      where s.to_state = 'posted'
         or not exists (select from bond_transition t
                         where t.kind = d.kind and t.from_state = s.from_state and t.to_state = s.to_state)
         or case when s.before is null or s.before = 'returned_unposted'
                 then s.from_state <> 'drafted' or s.number <> coalesce(s.number_before, 0) + 1
                 else s.from_state <> s.before or s.number <> s.number_before end`,
  ),
  // While money is under way its reservation is held, and stays.
  sqlCheck(
    'money_is_under_way',
    `select d.id, d.state, p.state as prepared
       from disbursement d cross join lateral preparation_now(d.id) p
      where p.state in ('cash_out', 'wire_sent') and d.state not in ('paid', 'settled')
        and not exists (select from reservation r where r.disbursement_id = d.id and r.held)`,
  ),
  sqlCheck(
    'bond_begins_with_its_preparation',
    'select b.id from bond b where preparation_missing_from(b.id)',
  ),
  sqlCheck(
    'shared_parts_prepare_together',
    'select p.disbursement_id from shared_bond_part p where shared_parts_prepared_apart(p.disbursement_id)',
  ),
]
