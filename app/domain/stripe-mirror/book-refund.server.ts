import type { Posting } from '#app/domain/ledger/post.server.ts'
import { giftRefunded, refundFailed } from '#app/domain/ledger/transfers/gifts.ts'
import { cents } from '#app/domain/money/cents.ts'
import { divideRefund } from '#app/domain/refunds/divide-refund.ts'
import { recogniseRefund } from '#app/domain/refunds/recognise-refund.server.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Booking, feeOf, posting } from './book-other.server.ts'
import { type BookedPayment, paymentOfCharge } from './payment-of-charge.server.ts'

/** A refund, per refund id, wherever it was started. Divides over the payment's funds; Stripe keeps its fee. */
export async function bookRefund(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'refund') return null
  const payment = await paymentOfCharge(tx, source.chargeId)
  if (!payment) return null

  await tx.refund.create({
    data: {
      id: source.id,
      paymentId: payment.id,
      txnId: movement.id,
      amountCents: movement.posting.amount,
      occurredAt: movement.createdAt,
    },
  })
  await enqueue(tx, 'refund.notify', { refundId: source.id })
  await enqueue(tx, 'receipt.correct', { paymentId: payment.id })
  await recogniseRefund(tx, {
    ...{ refundId: source.id, requestId: source.requestId ?? null, payment },
    ...{ amountCents: movement.posting.amount, occurredAt: movement.createdAt },
  })
  const shares = sharesOf(payment, payment.refundedCents, movement.posting.amount)
  return [posting(movement, [...shares.flatMap((share) => giftRefunded(share)), ...feeOf(booking)])]
}

/** The card network sent a refund back: the same shares return. */
export async function bookRefundFailure(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'refund') return null
  const payment = await paymentOfCharge(tx, source.chargeId)
  const refund = await tx.refund.findUnique({ where: { id: source.id } })
  if (!payment || !refund) return null

  await tx.refund.update({ where: { id: refund.id }, data: { failedTxnId: movement.id } })
  await enqueue(tx, 'receipt.correct', { paymentId: payment.id })
  for (const { fundId } of payment.parts) {
    await tellAdministrators(tx, {
      ...{ fundId, event: 'refund_failed', by: null, key: refund.id, amountCents: refund.amountCents },
      path: `/admin/gifts/${payment.id}`,
    })
  }
  const before = payment.refundedCents - movement.posting.amount
  const shares = sharesOf(payment, before, movement.posting.amount)
  return [posting(movement, [...shares.flatMap((share) => refundFailed(share)), ...feeOf(booking)])]
}

/** What one more step of the running refund takes from each fund's gift and fee cover. */
const sharesOf = (payment: BookedPayment, before: bigint, amount: bigint) =>
  divideRefund({ parts: payment.parts, before, amount }).map(({ fundId, giftCents, feeCoverCents }) => ({
    fundId,
    gift: cents(giftCents),
    feeCover: cents(feeCoverCents),
  }))
