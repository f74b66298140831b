import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { changeState } from './change-state.server.ts'
import type { ActingStaff, RejectionReason } from './disbursement.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'

/** An approver's no, with its reason. Final: the same need is a new proposal. */
export async function rejectDisbursement(act: {
  staff: ActingStaff
  disbursementId: string
  reason: RejectionReason
  occurredAt?: Date
}): Promise<void> {
  const { staff, reason } = act
  const at = act.occurredAt ?? now()

  await attempt(
    { staff, action: 'disbursement.rejected', subject: 'disbursement', subjectId: act.disbursementId },
    async (tx) => {
      const disbursement = await openDisbursementAct(tx, 'reject', { ...act, at })
      const { id, fundId } = disbursement

      await changeState(tx, {
        disbursementId: id,
        from: disbursement.state,
        to: 'rejected',
        by: staff.id,
        reason,
        at,
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.rejected',
        subject: 'disbursement',
        subjectId: id,
        fundId,
        detail: { reason },
      })
    },
  )
}
