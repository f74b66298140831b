import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { twinOf } from '#app/domain/recurring-donations/twin-of.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'

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
    language: payment.intent.language,
    props: await propsOf(tx, payment, entity),
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
  donations: { fundId: string; purposeVersion: number; giftCents: bigint; feeCoverCents: bigint }[]
}

async function propsOf(tx: Tx, payment: Payment, entity: Entity): Promise<ReceiptProps> {
  const funds = await tx.$queryRaw<{ id: string; name: string; demonstration: boolean }[]>`
    select f.id, t.name, p.demonstration
      from fund f
      join publication_policy p on p.name = f.policy_name
      join donation d on d.fund_id = f.id and d.payment_id = ${payment.id}::uuid
      join lateral (select name from fund_purpose_text x
                     where x.fund_id = f.id and x.version = d.purpose_version and x.language in (${payment.intent.language}, 'en')
                     order by x.language = ${payment.intent.language} desc limit 1) t on true`
  const fundOf = (id: string) => funds.find((fund) => fund.id === id)
  return {
    organization: {
      ...mailOrganization(entity),
      taxProfile: entity.taxProfile as ReceiptProps['organization']['taxProfile'],
    },
    number: String(payment.receiptNumber),
    donorName: payment.intent.name,
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
  const sight = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId } })
  const earlier = await tx.payment.count({
    where: { recurringDonationId, occurredAt: { lt: payment.occurredAt }, NOT: { id: payment.id } },
  })
  const twin = await twinOf(tx, recurringDonationId)
  return {
    first: earlier === 0,
    nextAt:
      schedule.state === 'active'
        ? monthAfter(sight?.anchorAt ?? schedule.startedAt, payment.occurredAt).toISOString()
        : null,
    cancelUrl: scheduleLink(recurringDonationId, payment.intent.language),
    ...(twin ? { twice: true } : {}),
  }
}

/** The same day of the next month as the schedule began on; the last day where that month is shorter (as Stripe bills). */
function monthAfter(start: Date, paid: Date): Date {
  const next = new Date(Date.UTC(paid.getUTCFullYear(), paid.getUTCMonth() + 1, 1))
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  next.setUTCDate(Math.min(start.getUTCDate(), lastDay))
  next.setUTCHours(start.getUTCHours(), start.getUTCMinutes(), start.getUTCSeconds())
  return next
}
