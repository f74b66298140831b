import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const donorRecordChecks: Check[] = [
  sqlCheck(
    'gifts_are_with_who_stands',
    `select m.id, m.merged_id, p.id as payment, null::uuid as schedule
       from donor_merge m join payment p on p.donor_id = m.merged_id where m.undone_at is null
     union all
     select m.id, m.merged_id, null, r.id
       from donor_merge m join recurring_donation r on r.donor_id = m.merged_id where m.undone_at is null`,
  ),
  // By whose address a gift came never changes; whoever stands for that record has it.
  sqlCheck(
    'gifts_are_with_who_they_came_by',
    `select r.kind, r.row_id, r.came_by, g.donor_id
       from donor_merge_row r
       join (select 'payment' as kind, id, donor_id from payment
              union all select 'recurring_donation', id, donor_id from recurring_donation) g on g.kind = r.kind and g.id = r.row_id
      where donor_now(r.came_by) <> g.donor_id`,
  ),
  sqlCheck(
    'merges_make_no_circle',
    `select m.id, m.merged_id from donor_merge m
      where m.undone_at is null and m.merged_id not in (select t.merged_id from merges_that_stand() t)`,
  ),
]
