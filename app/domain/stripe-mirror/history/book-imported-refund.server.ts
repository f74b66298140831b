import type { Posting } from '#app/domain/ledger/post.server.ts'
import { giftRefunded, refundFailed } from '#app/domain/ledger/transfers/gifts.ts'
import { cents } from '#app/domain/money/cents.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Booking, feeOf, posting } from '../book-other.server.ts'
import { importedGiftOfCharge, withinGift } from './imported-gift-of-charge.server.ts'

/**
 * A refund of a gift from before this site began, made at Stripe by someone. The money is the fund's: it is less by it, as by any
 * refund, though the gift itself is in the opening balance; and the gift on its giver's papers is less by it too.
 */
export async function bookImportedRefund(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'refund') return null
  const gift = await importedGiftOfCharge(tx, source)
  if (!gift) return null

  const { amount } = movement.posting
  await tx.importedGiftRefund.create({
    data: {
      ...{ id: source.id, giftId: gift.id, txnId: movement.id },
      ...{ amountCents: amount, giftCents: withinGift(gift, amount), occurredAt: movement.createdAt },
    },
  })
  await tellAdministrators(tx, {
    ...{ fundId: gift.fundId, event: 'refund_elsewhere', by: null, key: source.id, amountCents: amount },
    path: `/admin/donors/${gift.donorId}`,
  })
  return [
    posting(movement, [
      ...giftRefunded({ fundId: gift.fundId, gift: amount, feeCover: cents(0n) }),
      ...feeOf(booking),
    ]),
  ]
}

/** The card network sent it back: the fund has it again, and the gift counts as before. */
export async function bookImportedRefundFailure(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'refund') return null
  const refund = await tx.importedGiftRefund.findUnique({
    where: { id: source.id },
    include: { gift: { select: { fundId: true, donorId: true } } },
  })
  if (!refund) return null

  await tx.importedGiftRefund.update({ where: { id: refund.id }, data: { failedTxnId: movement.id } })
  const { fundId, donorId } = refund.gift
  await tellAdministrators(tx, {
    ...{ fundId, event: 'history_refund_failed', by: null, key: refund.id, amountCents: refund.amountCents },
    path: `/admin/donors/${donorId}`,
  })
  return [
    posting(movement, [
      ...refundFailed({ fundId, gift: movement.posting.amount, feeCover: cents(0n) }),
      ...feeOf(booking),
    ]),
  ]
}
