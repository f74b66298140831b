import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { lastTry } from './last-try.server.ts'
import { scheduleFacts } from './schedule-facts.server.ts'
import { cardLink } from './schedule-link.ts'

/**
 * A monthly payment may have failed. Whoever rang, and when, tells nothing of today: Stripe is asked. The donor is written
 * to once per failed try, and only while the payment is still owed and will be asked for again, or stays owed without an
 * end. Paid or given up meanwhile: nothing to tell. Ended with the gift: the mail of its end says it.
 */
export async function lookAtFailedPayment({ invoiceId }: { invoiceId: string }): Promise<void> {
  const invoice = await stripe().invoices.retrieve(invoiceId, {
    expand: ['parent.subscription_details.subscription'],
  })
  const subscription = invoice.parent?.subscription_details?.subscription
  if (!subscription || typeof subscription === 'string') return
  if (!isStillOwed(invoice, subscription)) return
  const failed = await lastTry(invoiceId)
  if (!failed) return
  const next = invoice.next_payment_attempt

  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const schedule = await tx.recurringDonation.findUnique({
      where: { stripeSubscriptionId: subscription.id },
    })
    // Not known yet: once its first payment is read, what was said of it before is heard again.
    if (!schedule || schedule.state === 'cancelled') return
    const { donorId, email, language, ...facts } = await scheduleFacts(tx, schedule.id)
    await queueMail(tx, {
      message: 'payment-failed',
      dedupeKey: `payment-failed:${invoiceId}:${invoice.attempt_count}`,
      to: email,
      donorId,
      language,
      props: {
        organization: mailOrganization(await organization()),
        donorName: facts.donorName,
        fund: facts.funds,
        amountCents: String(invoice.amount_due),
        failedAt: failed.at.toISOString(),
        nextTryAt: next ? new Date(next * 1000).toISOString() : null,
        updateUrl: cardLink(schedule.id, language),
      },
    })
  })
}

/** A first payment that fails belongs to the payment page, where the donor still is. */
function isStillOwed(invoice: Stripe.Invoice, subscription: Stripe.Subscription): boolean {
  if (invoice.status !== 'open' || invoice.attempt_count === 0) return false
  if (invoice.billing_reason === 'subscription_create' || subscription.status === 'canceled') return false
  return !invoice.next_payment_attempt || invoice.next_payment_attempt * 1000 > now().getTime()
}
