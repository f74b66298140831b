import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { monthAfter } from '#app/domain/recurring-donations/month-after.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { receiptLanguage, receiptName } from './receipt-name.ts'

/** Writes the receipt of each settled payment and its mail, once, however often it is called. */
export async function issueReceipts({ paymentIds }: { paymentIds: string[] }): Promise<void> {
  const entity = await organization()
  for (const paymentId of [...paymentIds].sort()) {
    await inTransaction({ scope: { kind: 'system' } }, (tx) => issueReceipt(tx, paymentId, entity))
  }
}

type Entity = Awaited<ReturnType<typeof organization>>

async function issueReceipt(tx: Tx, paymentId: string, entity: Entity): Promise<void> {
  if (await tx.receipt.findUnique({ where: { paymentId } })) return
  const payment = await tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    include: { donor: true, intent: true, donations: { orderBy: { fundId: 'asc' } } },
  })
  const mailId = await queueMail(tx, {
    message: 'receipt',
    dedupeKey: `receipt:${paymentId}`,
    // The receipt goes to whoever gave this gift, at the address given with it.
    to: payment.intent.email,
    donorId: payment.donorId,
    language: receiptLanguage(payment),
    props: await receiptProps(tx, payment, entity),
  })
  if (!mailId) return
  await tx.receipt.create({
    data: { paymentId, mailId, number: payment.receiptNumber, totalCents: payment.amountCents },
  })
}

type Payment = {
  id: string
  receiptNumber: bigint
  amountCents: bigint
  occurredAt: Date
  cardBrand: string | null
  cardLast4: string | null
  recurringDonationId: string | null
  intent: { name: string; language: string }
  donor: { name: string; namedAt: Date | null; language: string; languageAt: Date | null }
  donations: { fundId: string; purposeVersion: number; giftCents: bigint; feeCoverCents: bigint }[]
}

/** What a receipt says: each fund's part, and their sum. */
export async function receiptProps(tx: Tx, payment: Payment, entity: Entity): Promise<ReceiptProps> {
  const funds = await tx.$queryRaw<{ id: string; name: string; demonstration: boolean }[]>`
    select f.id, t.name, p.demonstration
      from fund f
      join publication_policy p on p.name = f.policy_name
      join donation d on d.fund_id = f.id and d.payment_id = ${payment.id}::uuid
      join lateral (select name from fund_purpose_text x
                     where x.fund_id = f.id and x.version = d.purpose_version and x.language in (${receiptLanguage(payment)}, 'en')
                     order by x.language = ${receiptLanguage(payment)} desc limit 1) t on true`
  const fundOf = (id: string) => funds.find((fund) => fund.id === id)
  return {
    organization: {
      ...mailOrganization(entity),
      taxProfile: entity.taxProfile as ReceiptProps['organization']['taxProfile'],
    },
    number: String(payment.receiptNumber),
    donorName: receiptName(payment),
    paidAt: payment.occurredAt.toISOString(),
    lines: payment.donations.map((donation) => ({
      fund: fundOf(donation.fundId)?.name ?? '',
      giftCents: String(donation.giftCents),
      feeCoverCents: String(donation.feeCoverCents),
    })),
    totalCents: String(payment.amountCents),
    card: payment.cardLast4 ? { brand: payment.cardBrand ?? 'card', last4: payment.cardLast4 } : null,
    ...(payment.recurringDonationId
      ? { monthly: await monthlyOf(tx, payment.recurringDonationId, payment) }
      : {}),
    demonstration: funds.some((fund) => fund.demonstration),
  }
}

async function monthlyOf(tx: Tx, recurringDonationId: string, payment: Payment) {
  const schedule = await tx.recurringDonation.findUniqueOrThrow({ where: { id: recurringDonationId } })
  const earlier = await tx.payment.count({
    where: { recurringDonationId, occurredAt: { lt: payment.occurredAt }, NOT: { id: payment.id } },
  })
  return {
    first: earlier === 0,
    nextAt:
      schedule.state === 'active' ? monthAfter(schedule.startedAt, payment.occurredAt).toISOString() : null,
    cancelUrl: scheduleLink(recurringDonationId, receiptLanguage(payment)),
  }
}
