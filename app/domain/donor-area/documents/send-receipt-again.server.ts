import { addressOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import type { PaperKind } from '#app/domain/receipts/gift-kind.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'

/** Receipts sent again to one donor within 15 minutes. */
const allowed = 10
const tenMinutes = 600_000

/**
 * Mails one of a donor's papers to them again, word for word under the same number; within ten minutes only once. Answers
 * which paper it is. Refuses `receipt_unknown` for a number that is not theirs or was never mailed, and `too_many_attempts`.
 */
export async function sendReceiptAgain(of: { donorId: string; number: bigint }): Promise<PaperKind> {
  const { donorId, number } = of
  const scope = { kind: 'donor', donorId } as const
  const tries = await inTransaction({ scope }, (tx) => countTry(tx, tryKey('receipt-again', donorId)))
  if (tries > allowed) throw new Refusal('too_many_attempts')

  return inTransaction({ scope }, async (tx) => {
    const mail = await mailOf(tx, number)
    const email = await addressOf(tx, donorId)
    if (!mail || !email) throw new Refusal('receipt_unknown')
    const props = mail.props as ReceiptProps
    await queueMail(tx, {
      message: 'receipt',
      dedupeKey: `receipt-again:${number}:${Math.floor(now().getTime() / tenMinutes)}`,
      to: email,
      donorId,
      language: mail.language,
      props,
    })
    return props.paper ?? 'receipt'
  })
}

/** What the mail of a receipt, or of what corrected one, said; only the donor's own are in sight. */
async function mailOf(tx: Tx, number: bigint) {
  const receipt =
    (await tx.receipt.findUnique({ where: { number }, select: { mailId: true } })) ??
    (await tx.receiptCorrection.findUnique({ where: { number }, select: { mailId: true } }))
  return receipt?.mailId ? tx.mail.findUnique({ where: { id: receipt.mailId } }) : null
}
