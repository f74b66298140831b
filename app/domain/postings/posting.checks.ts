import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const postingChecks: Check[] = [
  sqlCheck(
    'posting_is_assigned_once',
    `select a.disbursement_id from posting_assignment a
      where not exists (select from posting_withdrawal w where w.assignment_id = a.id)
      group by a.disbursement_id having count(*) > 1`,
  ),
  sqlCheck(
    'poster_is_not_approver',
    `select a.id from posting_assignment a join approval p on p.disbursement_id = a.disbursement_id and p.approver_id = a.poster_id`,
  ),
]
