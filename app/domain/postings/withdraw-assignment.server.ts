import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockPosting } from './lock-posting.server.ts'
import type { WithdrawalReason } from './posting.ts'

/**
 * Nobody goes to the window for now: who was sent sees the bond no longer, nor any part that funds have in it. Refuses `disbursement_unknown`, `role_may_not`,
 * `posting_is_of_an_approved_bond` and `posting_unknown`.
 */
export async function withdrawAssignment(act: {
  staff: ActingStaff
  disbursementId: string
  reason: WithdrawalReason
}): Promise<void> {
  const { staff, disbursementId, reason } = act
  const at = now()

  await attempt(
    { staff, action: 'posting.withdrawn', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      for (const { disbursement, current } of await lockPosting(tx, {
        staffId: staff.id,
        disbursementId,
      })) {
        if (!current) throw new Refusal('posting_unknown')
        await tx.postingWithdrawal.create({
          data: { assignmentId: current.id, withdrawnBy: staff.id, reason, occurredAt: at },
        })
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'posting.withdrawn',
          subject: 'disbursement',
          subjectId: disbursement.id,
          fundId: disbursement.fundId,
          detail: { reason },
        })
      }
    },
  )
}
