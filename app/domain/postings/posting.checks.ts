import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const postingChecks: Check[] = [
  sqlCheck(
    'posting_is_assigned_once',
    `select a.disbursement_id from posting_assignment a
      where not exists (select from posting_withdrawal w where w.assignment_id = a.id)
      group by a.disbursement_id having count(*) > 1`,
  ),
  sqlCheck(
    'shared_parts_have_one_poster',
    `select p.shared_bond_id from shared_bond_part p join disbursement d on d.id = p.disbursement_id and d.state = 'approved'
      group by p.shared_bond_id having count(distinct coalesce(poster_of(p.disbursement_id)::text, '')) > 1`,
  ),
  sqlCheck(
    'poster_is_not_approver',
    `select a.id from posting_assignment a join approval p on p.disbursement_id = a.disbursement_id and p.approver_id = a.poster_id`,
  ),
]
