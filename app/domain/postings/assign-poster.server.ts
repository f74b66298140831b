import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { LockedDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { sealDetails } from './details.server.ts'
import { type LockedPosting, lockPosting } from './lock-posting.server.ts'
import { type PostingDetails, posterRoles } from './posting.ts'

/**
 * Says who goes to the window with an approved bond; another who was sent before is no longer. A bond that funds share is carried
 * by one person, who may post in every one of the funds. Refuses `disbursement_unknown`, `role_may_not`,
 * `posting_is_of_an_approved_bond`, `approval_comes_before_expiry`, `poster_holds_the_role` for someone who cannot pay in this
 * fund, `poster_serves_every_fund`, `poster_is_not_approver`, and a shared bond that is over or waits for an approval.
 */
export async function assignPoster(act: {
  staff: ActingStaff
  disbursementId: string
  posterId: string
  details: PostingDetails
}): Promise<{ assignmentId: string }> {
  const { staff, disbursementId, posterId } = act
  const at = now()

  return attempt(
    { staff, action: 'posting.assigned', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      const parts = await lockPosting(tx, { staffId: staff.id, disbursementId })
      for (const { disbursement } of parts) {
        if (disbursement.expiresAt <= at) throw new Refusal('approval_comes_before_expiry')
        await refusePoster(tx, { disbursement, posterId })
      }

      const assignmentIds = new Map<string, string>()
      for (const part of parts)
        assignmentIds.set(part.disbursement.id, await writeAssignment(tx, part, act, at))
      return { assignmentId: assignmentIds.get(disbursementId) ?? '' }
    },
  )
}

async function refusePoster(
  tx: Tx,
  { disbursement, posterId }: { disbursement: LockedDisbursement; posterId: string },
): Promise<void> {
  const held = await rolesInFund(tx, { staffId: posterId, fundId: disbursement.fundId })
  if (!held.some((role) => posterRoles.includes(role))) {
    const code = disbursement.shared ? 'poster_serves_every_fund' : 'poster_holds_the_role'
    throw new Refusal(code, {}, 'posterId')
  }
  if (disbursement.approverIds.includes(posterId)) throw new Refusal('poster_is_not_approver', {}, 'posterId')
}

async function writeAssignment(
  tx: Tx,
  { disbursement, current }: LockedPosting,
  { staff, posterId, details }: { staff: ActingStaff; posterId: string; details: PostingDetails },
  at: Date,
): Promise<string> {
  const { id: disbursementId, fundId } = disbursement
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
  return assignmentId
}
