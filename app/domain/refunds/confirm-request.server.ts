import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { openRequest } from './open-request.server.ts'

/**
 * The yes that lets a request go to Stripe. Of another person than asked, where money is given back or given up; an answer
 * to a bank may be sent by whoever wrote it.
 *
 * Refuses `request_unknown`, `role_may_not`, `request_is_ended`, `request_is_on_its_way`, `request_is_confirmed_by_another`
 * and `step_up_is_fresh_and_bound`; the database also `no_refund_of_a_disputed_gift`.
 */
export async function confirmRequest(yes: {
  staff: { id: string; fundIds: string[] }
  requestId: string
  stepUpId: string
}): Promise<void> {
  const { staff, requestId, stepUpId } = yes
  await attempt(
    { staff, action: 'gift_request.confirmed', subject: 'stripe_request', subjectId: requestId },
    async (tx) => {
      const request = await openRequest(tx, { requestId, staff })
      if (request.kind !== 'evidence' && request.askedBy === staff.id)
        throw new Refusal('request_is_confirmed_by_another')
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmRequest(requestId) })
      await tx.stripeRequestStep.create({
        data: { requestId, kind: 'confirmed', actedBy: staff.id, stepUpId, occurredAt: now() },
      })
      await enqueue(tx, 'stripe.request', { requestId })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'gift_request.confirmed',
        ...{ subject: 'payment', subjectId: request.payment.id, fundId: request.payment.fundId },
        detail: { requestId, kind: request.kind, amountCents: String(request.amountCents ?? 0n) },
      })
    },
  )
}
