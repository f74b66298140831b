import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Posting } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { notUnderstood, reserveMoved, stripeFeeTaken, toppedUp } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { tellAllAdministrators } from '#app/domain/staff/notices/tell-all-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import type { Movement } from './balance-transaction.ts'
import { bookDispute, bookDisputeWon } from './book-dispute.server.ts'
import { bookPayout, bookPayoutFailure } from './book-payout.server.ts'
import { bookRefund, bookRefundFailure } from './book-refund.server.ts'
import { bookImportedDispute, bookImportedDisputeWon } from './history/book-imported-dispute.server.ts'
import { bookImportedRefund, bookImportedRefundFailure } from './history/book-imported-refund.server.ts'

export type Booking = { movement: Movement; operating: string }

/** Books what is not a gift of ours, by what the movement says it is. What cannot be named goes to `suspense`. */
export async function bookOther(tx: Tx, booking: Booking): Promise<Posting[]> {
  const { movement, operating } = booking
  const { kind, amount, fee } = movement.posting
  switch (kind) {
    case 'refund':
      return (
        (await bookRefund(tx, booking)) ??
        (await bookImportedRefund(tx, booking)) ??
        suspend(tx, booking, 'refund_of_unknown')
      )
    case 'refund_failed':
      return (
        (await bookRefundFailure(tx, booking)) ??
        (await bookImportedRefundFailure(tx, booking)) ??
        suspend(tx, booking, 'refund_of_unknown')
      )
    case 'dispute':
      return (
        (await bookDispute(tx, booking)) ??
        (await bookImportedDispute(tx, booking)) ??
        suspend(tx, booking, 'dispute_of_unknown')
      )
    case 'dispute_won':
      return (
        (await bookDisputeWon(tx, booking)) ??
        (await bookImportedDisputeWon(tx, booking)) ??
        suspend(tx, booking, 'dispute_of_unknown')
      )
    case 'payout':
      return (await bookPayout(tx, booking)) ?? suspend(tx, booking, 'payout_of_unknown')
    case 'payout_failed':
      return (await bookPayoutFailure(tx, booking)) ?? suspend(tx, booking, 'payout_of_unknown')
    case 'account_fee':
      return [posting(movement, stripeFeeTaken({ fundId: operating, fee: cents(amount + fee) }))]
    case 'reserve':
      return [posting(movement, [...reserveMoved({ fundId: operating, amount }), ...feeOf(booking)])]
    case 'topup':
      return [posting(movement, [...toppedUp({ fundId: operating, amount }), ...feeOf(booking)])]
    case 'charge':
      return suspend(tx, booking, isOurIntent(movement) ? 'charge_not_mapped' : 'charge_not_ours')
    default:
      await tellOfUnknown(tx, movement)
      return suspend(tx, booking, 'unknown_type')
  }
}

export const posting = (movement: Movement, transfers: Transfer[]): Posting => ({
  source: { kind: 'stripe_txn', id: movement.id },
  occurredAt: movement.createdAt,
  transfers,
})

export const feeOf = ({ movement, operating }: Booking): Transfer[] =>
  stripeFeeTaken({ fundId: operating, fee: movement.posting.fee })

const isOurIntent = ({ source }: Movement): boolean =>
  source.kind === 'charge' && source.charge.intentId !== null

/** The whole net waits in `suspense` of `operating`, on a staff page, until a person says what it was. */
async function suspend(tx: Tx, { movement, operating }: Booking, reason: string): Promise<Posting[]> {
  await tx.suspenseItem.create({ data: { txnId: movement.id, reason, amountCents: movement.netCents } })
  log.warn('a movement at Stripe waits in suspense', { reason, kind: movement.type })
  return [
    posting(
      movement,
      notUnderstood({ fundId: operating, moved: 'stripe', amount: cents(movement.netCents) }),
    ),
  ]
}

/** Something new at Stripe: nobody looks for it by themselves. Once a day for a type, however many of it come. */
async function tellOfUnknown(tx: Tx, { type }: Movement): Promise<void> {
  const { timezone } = await organizationHere(tx)
  await tellAllAdministrators(tx, {
    event: 'movement_unknown',
    key: `${type}:${dayOf(now(), timezone)}`,
    ...{ by: null, path: '/admin/suspense' },
  })
}
