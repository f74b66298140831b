import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const suspenseChecks: Check[] = [
  // Each movement has one meaning at most that stands, and each that was taken back is undone to the cent, by two people.
  sqlCheck(
    'suspense_is_assigned_once',
    `select a.txn_id, count(*) from standing_suspense_assignment a group by a.txn_id having count(*) > 1`,
  ),
  sqlCheck(
    'suspense_taking_back_is_booked',
    `select misbooked_suspense_reversals(null) as reversal_id
     union all
     select v.id from suspense_reversal v join suspense_reversal_decision d on d.reversal_id = v.id
      where d.decision = 'confirmed' and d.decided_by = v.asked_by
     union all
     select v.id from suspense_reversal v join ledger_transfer t on t.source_kind = 'suspense_reversal' and t.source_id = v.id::text
      where not exists (select from suspense_reversal_decision d where d.reversal_id = v.id and d.decision = 'confirmed')`,
  ),
]
