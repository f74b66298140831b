import { z } from 'zod'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { scheduleFacts } from './schedule-facts.server.ts'
import { cardLink } from './schedule-link.ts'

const Invoice = z.object({
  id: z.string(),
  attempt_count: z.number(),
  next_payment_attempt: z.number().nullable(),
  amount_due: z.number(),
  parent: z.object({
    subscription_details: z.object({
      subscription: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]),
    }),
  }),
})

/**
 * A monthly payment did not go through. Stripe decides when to try again; the donor is asked once per failed try.
 * A first payment that fails belongs to the payment page, where the donor still is.
 */
export async function recordFailedPayment(tx: Tx, payload: unknown, at: Date): Promise<void> {
  const invoice = Invoice.parse(payload)
  const schedule = await tx.recurringDonation.findUnique({
    where: { stripeSubscriptionId: invoice.parent.subscription_details.subscription },
  })
  if (!schedule) return

  const { donorId, email, language, ...facts } = await scheduleFacts(tx, schedule.id)
  await queueMail(tx, {
    message: 'payment-failed',
    dedupeKey: `payment-failed:${invoice.id}:${invoice.attempt_count}`,
    to: email,
    donorId,
    language,
    props: {
      organization: mailOrganization(await organization()),
      donorName: facts.donorName,
      fund: facts.fund,
      amountCents: String(invoice.amount_due),
      failedAt: at.toISOString(),
      nextTryAt: invoice.next_payment_attempt
        ? new Date(invoice.next_payment_attempt * 1000).toISOString()
        : null,
      updateUrl: cardLink(schedule.id, language),
    },
  })
}
