import { confirmRequest } from '#app/domain/refunds/confirm-request.server.ts'
import { type RefundWish, refundPayment } from '#app/domain/refunds/refund-payment.server.ts'
import { sendRequest } from '#app/domain/refunds/send-request.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db } from '#app/platform/db.ts'
import type { Control } from './control.ts'
import { givenStepUp } from './given.ts'
import { givenIntent } from './given-intent.ts'

type Staff = { id: string; fundIds: string[] }
type Parts = Parameters<typeof givenIntent>[0]['parts']

/** A gift that was paid and booked. Answers its payment and the charge at Stripe. */
export async function givenPaidGift(
  control: Control,
  gift: { parts: Parts; email?: string; name?: string },
): Promise<{ paymentId: string; charge: string }> {
  const intent = await givenIntent(gift)
  const amount = gift.parts.reduce((sum, part) => sum + part.giftCents + (part.feeCoverCents ?? 0n), 0n)
  const { id: charge } = await control.post<{ id: string }>('charges', {
    amount: Number(amount),
    metadata: { intent },
  })
  await sweep('fast')
  const { id: paymentId } = await db().payment.findUniqueOrThrow({ where: { chargeId: charge } })
  return { paymentId, charge }
}

type Asked = Partial<RefundWish> & Pick<RefundWish, 'staff' | 'paymentId' | 'amount'>

/** Asked with a proof that is made for it, on what has been refunded by now. */
export async function askRefund({ staff, paymentId, amount, ...more }: Asked) {
  const reason = more.reason ?? 'donor_asked'
  const before = more.before ?? (await refundedOf(paymentId))
  const stepUpId =
    more.stepUpId ?? (await givenStepUp(staff.id, boundTo.refund({ paymentId, amount, reason })))
  return refundPayment({ staff, paymentId, amount, reason, before, stepUpId })
}

export async function confirmBy(staff: Staff, requestId: string): Promise<void> {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmRequest(requestId))
  await confirmRequest({ staff, requestId, stepUpId })
}

/** Asked by one, confirmed by another, sent and booked. */
export async function refundByTwo(asker: Staff, other: Staff, of: Omit<Asked, 'staff'>): Promise<string> {
  const { requestId } = await askRefund({ staff: asker, ...of })
  await confirmBy(other, requestId)
  await sendRequest({ requestId })
  await sweep('fast')
  return requestId
}

async function refundedOf(paymentId: string): Promise<bigint> {
  const { _sum } = await db().refund.aggregate({
    where: { paymentId, failedTxnId: null },
    _sum: { amountCents: true },
  })
  return _sum.amountCents ?? 0n
}
