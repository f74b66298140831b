import { lockPayment } from '#app/domain/gifts/lock-payment.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { leftOfGift } from '#app/domain/offline-gifts/left-of-gift.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type GiftKind, paperOf } from './gift-kind.ts'
import { notifyReversals } from './notify-reversal.server.ts'
import { receiptFacts, type SettledPayment, settledPayment } from './receipt-facts.server.ts'
import { receiptAddress, receiptLanguage } from './receipt-name.ts'
import { wentBack } from './went-back.server.ts'

/**
 * Where a payment's last receipt says more or less than what the giver's gift is now, refunds and lost disputes taken off,
 * a new one replaces it, with a number of its own, and is mailed. Where nothing is left, only that is kept: the notice of
 * the refund, of the lost dispute or of the reversal told the giver. So it is where the paper is a letter, or goes by post: it says
 * itself what is left of it. Nothing where both say the same: so it may run at any time, however often. A gift whose first
 * receipt is still to be written is tried again.
 */
export async function correctReceipt({ paymentId }: { paymentId: string }): Promise<void> {
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await lockPayment(tx, paymentId)
    const payment = await settledPayment(tx, paymentId)
    const receipt = await tx.receipt.findUnique({ where: { paymentId } })
    const donations = payment.offlineLine
      ? await leftOfEach(tx, payment)
      : whatIsLeft(payment.donations, await wentBack(tx, paymentId))
    const totalCents = donations.reduce((sum, part) => sum + part.giftCents + part.feeCoverCents, 0n)
    if (!receipt) {
      if (totalCents === payment.amountCents) return
      throw new Error('a receipt is to be corrected before it was written')
    }
    const corrections = await tx.receiptCorrection.findMany({
      where: { paymentId },
      orderBy: { number: 'desc' },
    })
    const last = corrections[0] ?? receipt
    if (last.totalCents === totalCents) return
    if (payment.offlineLine) await notifyReversals(tx, { payment, entity })
    if (totalCents > 0n && !isSentAnew(payment)) return

    const number = await nextNumber(tx)
    const known = corrections.find(({ mailId }) => mailId !== null) ?? receipt
    const corrected = { ...payment, donations, receiptNumber: number, amountCents: totalCents }
    const mailId =
      totalCents === 0n
        ? null
        : await queueMail(tx, {
            message: 'receipt',
            dedupeKey: `receipt-correction:${number}`,
            to: receiptAddress(payment),
            donorId: payment.donorId,
            language: receiptLanguage(payment),
            // When the card is charged next, the first receipt said; a correction is about what was.
            props: {
              ...(await receiptFacts(tx, { payment: corrected, entity, language: receiptLanguage(payment) })),
              replaces: String(known.number),
            },
          })
    await tx.receiptCorrection.create({
      data: { number, paymentId, replaces: last.number, totalCents, mailId },
    })
  })
}

/** A receipt that somebody holds in their mail. */
const isSentAnew = ({ giftKind, intent }: SettledPayment): boolean =>
  paperOf[giftKind as GiftKind] === 'receipt' && intent.email !== ''

/** Of a gift by check and the like, each fund gave back what two people said, and nothing else. */
async function leftOfEach(tx: Tx, { id, donations }: SettledPayment): Promise<SettledPayment['donations']> {
  const left = await leftOfGift(tx, id)
  return donations.map((part) => ({ ...part, giftCents: left.get(part.fundId) ?? 0n }))
}

type Part = { giftCents: bigint; feeCoverCents: bigint }

/** Each fund's line as the books divide it: refunds by the gift, a lost dispute over what was left then. */
function whatIsLeft<P extends Part>(parts: P[], { refunded, lost }: { refunded: bigint; lost: bigint }): P[] {
  const given = parts.flatMap((part) => [part.giftCents, part.feeCoverCents])
  const afterRefunds = subtract(given, refunded)
  const left = subtract(afterRefunds, lost)
  return parts.map((part, index) => ({
    ...part,
    giftCents: left[index * 2] ?? 0n,
    feeCoverCents: left[index * 2 + 1] ?? 0n,
  }))
}

function subtract(weights: bigint[], amount: bigint): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  const taken = allocate(amount > whole ? whole : amount, weights)
  return weights.map((weight, index) => weight - (taken[index] ?? 0n))
}

async function nextNumber(tx: Tx): Promise<bigint> {
  const [next] = await tx.$queryRaw<{ number: bigint }[]>`select nextval('receipt_number') as number`
  if (!next) throw new Error('a sequence answers')
  return next.number
}
