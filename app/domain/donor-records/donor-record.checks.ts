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
  sqlCheck(
    'merge_is_one_step',
    `select m.id, o.id as other from donor_merge m join donor_merge o on o.merged_id = m.survivor_id
      where m.undone_at is null and o.undone_at is null`,
  ),
]
