import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { changeState } from './change-state.server.ts'
import type { ActingStaff, CancellationReason } from './disbursement.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import { release } from './reservation.server.ts'

/** Takes a proposal back before cash is out, and frees what was reserved for it. */
export async function cancelDisbursement(act: {
  staff: ActingStaff
  disbursementId: string
  reason: CancellationReason
  occurredAt?: Date
}): Promise<void> {
  const { staff, reason } = act
  const at = act.occurredAt ?? now()

  await attempt(
    { staff, action: 'disbursement.cancelled', subject: 'disbursement', subjectId: act.disbursementId },
    async (tx) => {
      const disbursement = await openDisbursementAct(tx, 'cancel', { ...act, at })
      const { id, fundId } = disbursement

      await changeState(tx, {
        disbursementId: id,
        from: disbursement.state,
        to: 'cancelled',
        by: staff.id,
        reason,
        at,
      })
      await release(tx, disbursement, { kind: 'released', at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.cancelled',
        subject: 'disbursement',
        subjectId: id,
        fundId,
        detail: { reason },
      })
    },
  )
}
