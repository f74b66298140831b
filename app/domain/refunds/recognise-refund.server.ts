import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Read = {
  refundId: string
  /** What the refund at Stripe says of where it came from. */
  requestId: string | null
  payment: { id: string; parts: { fundId: string }[] }
  amountCents: bigint
  occurredAt: Date
}

/**
 * Says of a refund that the mirror reads which request of ours it answers, also where its answer never reached us. One that
 * answers none was made at Stripe, by someone, and not here: the administrators of its funds are told.
 */
export async function recogniseRefund(tx: Tx, read: Read): Promise<void> {
  if (await isOurs(tx, read)) return
  const { payment, refundId, amountCents } = read
  for (const { fundId } of payment.parts) {
    await tellAdministrators(tx, {
      ...{ fundId, event: 'refund_elsewhere', by: null, key: refundId, amountCents },
      path: `/admin/gifts/${payment.id}`,
    })
  }
}

async function isOurs(
  tx: Tx,
  { refundId, requestId, payment, amountCents, occurredAt }: Read,
): Promise<boolean> {
  if (!requestId || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId)) return false
  const request = await tx.stripeRequest.findFirst({
    where: { id: requestId, paymentId: payment.id, kind: 'refund', amountCents },
    include: { stripeRequestSteps: true },
  })
  const step = (kind: string) => request?.stripeRequestSteps.find((one) => one.kind === kind)
  if (!step('sent') || step('refused')) return false
  const answered = step('at_stripe')
  if (answered) return answered.stripeId === refundId
  await tx.stripeRequestStep.create({
    data: { requestId, kind: 'at_stripe', stripeId: refundId, occurredAt },
  })
  return true
}
