import type { Posting } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { disputeOpened, disputeWon, stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { cents } from '#app/domain/money/cents.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Booking, posting } from './book-other.server.ts'
import { type BookedPayment, paymentOfCharge } from './payment-of-charge.server.ts'

/** A donor's bank took a gift back. Its fee is in the same movement. An involuntary loss: it may take a fund below zero. */
export async function bookDispute(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'dispute') return null
  const payment = await paymentOfCharge(tx, source.chargeId)
  if (!payment) return null

  const state = source.status === 'won' || source.status === 'lost' ? source.status : 'open'
  await tx.dispute.createMany({
    data: {
      id: source.id,
      paymentId: payment.id,
      state,
      amountCents: movement.posting.amount,
      reason: source.reason,
      occurredAt: movement.createdAt,
    },
    skipDuplicates: true,
  })
  await enqueue(tx, 'dispute.look', { disputeId: source.id })
  if (state !== 'open') await enqueue(tx, 'dispute.decided', { disputeId: source.id })
  await enqueue(tx, 'receipt.correct', { paymentId: payment.id })
  for (const { fundId } of payment.parts) {
    await tellAdministrators(tx, {
      ...{ fundId, event: 'dispute_opened', by: null, key: source.id, amountCents: movement.posting.amount },
      path: `/admin/disputes/${source.id}`,
    })
  }
  const shares = sharesOf(payment, movement.posting.amount)
  return [posting(movement, [...shares.flatMap((share) => disputeOpened(share)), ...fees(payment, booking)])]
}

/** The bank gave it back: the loss is undone in the same shares. */
export async function bookDisputeWon(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'dispute') return null
  const payment = await paymentOfCharge(tx, source.chargeId)
  if (!payment) return null

  await tx.dispute.updateMany({
    where: { id: source.id },
    data: { state: 'won', closedAt: movement.createdAt },
  })
  await enqueue(tx, 'dispute.look', { disputeId: source.id })
  await enqueue(tx, 'dispute.decided', { disputeId: source.id })
  // Lost before it was given back: the last receipt counted the gift for less.
  await enqueue(tx, 'receipt.correct', { paymentId: payment.id })
  const shares = sharesOf(payment, movement.posting.amount)
  return [posting(movement, [...shares.flatMap((share) => disputeWon(share)), ...fees(payment, booking)])]
}

function sharesOf(payment: BookedPayment, amount: bigint) {
  const amounts = allocate(
    amount,
    payment.parts.map((part) => part.giftCents + part.feeCoverCents),
  )
  return payment.parts.map((part, index) => ({ fundId: part.fundId, amount: cents(amounts[index] ?? 0n) }))
}

function fees(payment: BookedPayment, { movement, operating }: Booking): Transfer[] {
  const amounts = allocate(
    movement.posting.fee,
    payment.parts.map((part) => part.giftCents),
  )
  return payment.parts.flatMap((part, index) =>
    stripeFeeTaken({
      fundId: part.feesPaidByFund ? part.fundId : operating,
      part: index,
      fee: cents(amounts[index] ?? 0n),
    }),
  )
}
