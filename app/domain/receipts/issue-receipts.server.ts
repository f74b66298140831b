import { keepDisclosures } from '#app/domain/disclosures/disclosures-in-force.server.ts'
import { lockPayment } from '#app/domain/gifts/lock-payment.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import { nextChargeAfter } from '#app/domain/recurring-donations/next-charge.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { twinOf } from '#app/domain/recurring-donations/twin-of.server.ts'
import { askAboutTribute } from '#app/domain/tributes/ask-about-tribute.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { receiptFacts, type SettledPayment, settledPayment } from './receipt-facts.server.ts'
import { receiptAddress, receiptLanguage } from './receipt-name.ts'

/**
 * Writes the receipt of each settled payment and its mail, once, however often it is called. Where no address was given there is
 * no mail: that receipt is printed by a person. Two who write the same one wait for each other.
 */
export async function issueReceipts({ paymentIds }: { paymentIds: string[] }): Promise<void> {
  const entity = await organization()
  for (const paymentId of [...paymentIds].sort()) {
    await inTransaction({ scope: { kind: 'system' } }, (tx) => issueReceipt(tx, paymentId, entity))
  }
}

async function issueReceipt(tx: Tx, paymentId: string, entity: Organization): Promise<void> {
  await lockPayment(tx, paymentId)
  if (await tx.receipt.findUnique({ where: { paymentId } })) return
  const payment = await settledPayment(tx, paymentId)
  await keepDisclosures(tx, { paymentId })
  const mailId = payment.intent.email === '' ? null : await mailReceipt(tx, payment, entity)
  if (!mailId && payment.intent.email !== '') return
  await tx.receipt.create({
    data: { paymentId, mailId, number: payment.receiptNumber, totalCents: payment.amountCents },
  })
  await askAboutTribute(tx, { intentId: payment.intentId, entity })
}

/** To whoever gave this gift. Null where it was written before. */
const mailReceipt = async (tx: Tx, payment: SettledPayment, entity: Organization): Promise<string | null> =>
  queueMail(tx, {
    message: 'receipt',
    dedupeKey: `receipt:${payment.id}`,
    to: receiptAddress(payment),
    donorId: payment.donorId,
    language: receiptLanguage(payment),
    props: await receiptProps(tx, payment, entity),
  })

/** What the mail with a first receipt says: the receipt, and of a monthly gift when the next charge is. */
async function receiptProps(tx: Tx, payment: SettledPayment, entity: Organization): Promise<ReceiptProps> {
  const facts = await receiptFacts(tx, { payment, entity, language: receiptLanguage(payment) })
  const { recurringDonationId } = payment
  return recurringDonationId
    ? { ...facts, monthly: await monthlyOf(tx, recurringDonationId, payment) }
    : facts
}

async function monthlyOf(tx: Tx, recurringDonationId: string, payment: SettledPayment) {
  const schedule = await tx.recurringDonation.findUniqueOrThrow({ where: { id: recurringDonationId } })
  const sight = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId } })
  const earlier = await tx.payment.count({
    where: { recurringDonationId, occurredAt: { lt: payment.occurredAt }, NOT: { id: payment.id } },
  })
  const twin = await twinOf(tx, recurringDonationId)
  // Of one that was past due this is the payment that it waited for, whether or not Stripe has said so yet.
  const goesOn = ['active', 'past_due'].includes(schedule.state)
  const next = goesOn ? nextChargeAfter(payment.occurredAt, { schedule, sight }) : null
  return {
    first: earlier === 0,
    nextAt: next?.toISOString() ?? null,
    cancelUrl: scheduleLink(recurringDonationId, receiptLanguage(payment)),
    ...(twin ? { twice: true } : {}),
  }
}
