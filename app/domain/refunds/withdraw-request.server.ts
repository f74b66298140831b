import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { openRequest } from './open-request.server.ts'

/** Takes a request back that has not gone to Stripe, or says no to another's. Refuses as `openRequest` does. */
export async function withdrawRequest(no: {
  staff: { id: string; fundIds: string[] }
  requestId: string
}): Promise<void> {
  const { staff, requestId } = no
  await attempt(
    { staff, action: 'gift_request.withdrawn', subject: 'stripe_request', subjectId: requestId },
    async (tx) => {
      const request = await openRequest(tx, { requestId, staff })
      await tx.stripeRequestStep.create({
        data: { requestId, kind: 'withdrawn', actedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'gift_request.withdrawn',
        ...{ subject: 'payment', subjectId: request.payment.id, fundId: request.payment.fundId },
        detail: { requestId, kind: request.kind },
      })
    },
  )
}
