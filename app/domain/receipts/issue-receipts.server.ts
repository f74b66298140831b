import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import { monthAfter } from '#app/domain/recurring-donations/month-after.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { receiptFacts, settledPayment } from './receipt-facts.server.ts'

/** Writes the receipt of each settled payment and its mail, once, however often it is called. */
export async function issueReceipts({ paymentIds }: { paymentIds: string[] }): Promise<void> {
  const entity = await organization()
  for (const paymentId of [...paymentIds].sort()) {
    await inTransaction({ scope: { kind: 'system' } }, (tx) => issueReceipt(tx, paymentId, entity))
  }
}

async function issueReceipt(tx: Tx, paymentId: string, entity: Organization): Promise<void> {
  if (await tx.receipt.findUnique({ where: { paymentId } })) return
  const payment = await settledPayment(tx, paymentId)
  const { intent, recurringDonationId } = payment
  const facts = await receiptFacts(tx, { payment, entity, language: intent.language })
  const mailId = await queueMail(tx, {
    message: 'receipt',
    dedupeKey: `receipt:${paymentId}`,
    // The receipt goes to whoever gave this gift, at the address given with it.
    to: intent.email,
    donorId: payment.donorId,
    language: intent.language,
    props: recurringDonationId
      ? { ...facts, monthly: await monthlyOf(tx, recurringDonationId, payment) }
      : facts,
  })
  if (!mailId) return
  await tx.receipt.create({
    data: { paymentId, mailId, number: payment.receiptNumber, totalCents: payment.amountCents },
  })
}

type Payment = { id: string; occurredAt: Date; intent: { language: string } }

async function monthlyOf(tx: Tx, recurringDonationId: string, payment: Payment) {
  const schedule = await tx.recurringDonation.findUniqueOrThrow({ where: { id: recurringDonationId } })
  const earlier = await tx.payment.count({
    where: { recurringDonationId, occurredAt: { lt: payment.occurredAt }, NOT: { id: payment.id } },
  })
  return {
    first: earlier === 0,
    nextAt:
      schedule.state === 'active' ? monthAfter(schedule.startedAt, payment.occurredAt).toISOString() : null,
    cancelUrl: scheduleLink(recurringDonationId, payment.intent.language),
  }
}
