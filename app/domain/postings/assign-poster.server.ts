import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { sealDetails } from './details.server.ts'
import { lockPosting } from './lock-posting.server.ts'
import { type PostingDetails, posterRoles } from './posting.ts'

/**
 * Says who goes to the window with an approved bond; another who was sent before is no longer. Refuses
 * `disbursement_unknown`, `role_may_not`, `posting_is_of_an_approved_bond`, `approval_comes_before_expiry`,
 * `poster_holds_the_role` for someone who cannot pay in this fund, and `poster_is_not_approver`.
 */
export async function assignPoster(act: {
  staff: ActingStaff
  disbursementId: string
  posterId: string
  details: PostingDetails
}): Promise<{ assignmentId: string }> {
  const { staff, disbursementId, posterId, details } = act
  const at = now()

  return attempt(
    { staff, action: 'posting.assigned', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      const { disbursement, current } = await lockPosting(tx, { staffId: staff.id, disbursementId, at })
      const { fundId } = disbursement
      const held = await rolesInFund(tx, { staffId: posterId, fundId })
      if (!held.some((role) => posterRoles.includes(role))) {
        throw new Refusal('poster_holds_the_role', {}, 'posterId')
      }
      if (disbursement.approverIds.includes(posterId)) {
        throw new Refusal('poster_is_not_approver', {}, 'posterId')
      }

      if (current) {
        await tx.postingWithdrawal.create({
          data: { assignmentId: current.id, withdrawnBy: staff.id, reason: 'reassigned', occurredAt: at },
        })
      }
      const assignmentId = randomUUID()
      await tx.postingAssignment.create({
        data: {
          id: assignmentId,
          disbursementId,
          fundId,
          posterId,
          detailsSealed: sealDetails(assignmentId, details),
          assignedBy: staff.id,
          occurredAt: at,
        },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'posting.assigned',
        subject: 'disbursement',
        subjectId: disbursementId,
        fundId,
        detail: { posterId, reassigned: current !== null },
      })
      return { assignmentId }
    },
  )
}
