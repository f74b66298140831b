import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { openDispute, refuseUnlessAnswerable } from './open-dispute.server.ts'

/**
 * Puts forward that the bank keeps the money. Another person confirms it, and then it is final: a dispute that was accepted
 * is lost.
 *
 * Refuses `dispute_unknown`, `role_may_not`, `dispute_awaits_an_answer`, `one_request_is_under_way` and
 * `step_up_is_fresh_and_bound`.
 */
export async function acceptDispute(of: {
  staff: { id: string; fundIds: string[] }
  disputeId: string
  stepUpId: string
}): Promise<{ requestId: string }> {
  const { staff, disputeId, stepUpId } = of
  const act = { action: 'dispute.acceptance_asked', subject: 'dispute', subjectId: disputeId }
  return attempt({ staff, ...act }, async (tx) => {
    const opened = await openDispute(tx, { disputeId, staff })
    await refuseUnlessAnswerable(tx, opened)
    const amount = opened.dispute.amountCents
    await requireStepUp(tx, {
      stepUpId,
      staffId: staff.id,
      boundTo: boundTo.acceptDispute({ disputeId, amount }),
    })
    const { id: requestId } = await tx.stripeRequest.create({
      data: {
        ...{ paymentId: opened.payment.id, kind: 'acceptance', disputeId, amountCents: amount },
        ...{ needsConfirmation: true, askedBy: staff.id, stepUpId, occurredAt: now() },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'dispute.acceptance_asked',
      ...{ subject: 'payment', subjectId: opened.payment.id, fundId: opened.payment.fundId },
      detail: { requestId, disputeId, amountCents: amount.toString() },
    })
    return { requestId }
  })
}
