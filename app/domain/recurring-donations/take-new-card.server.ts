import { isStripeError } from '#app/domain/donations/reaching-stripe.ts'
import { db } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { lastTry } from './last-try.server.ts'

/**
 * Stripe's page for changing a card makes the new one the customer's default. A monthly gift keeps the card that it began
 * with, and that one wins: so the gift is given the new card here, and what is still owed is asked of it at once, since a
 * donor who follows the mail about a failed payment means that. The newer of both cards counts, so an event that comes late
 * brings no older one back; asked twice, one change and one charge.
 */
export async function takeNewCard({ scheduleId }: { scheduleId: string }): Promise<void> {
  const schedule = await db().recurringDonation.findUnique({ where: { id: scheduleId } })
  if (!schedule || schedule.state === 'cancelled') return
  const { stripeSubscriptionId: id } = schedule
  const subscription = await stripe().subscriptions.retrieve(id, {
    expand: ['default_payment_method', 'customer.invoice_settings.default_payment_method', 'latest_invoice'],
  })
  const wanted = cardOfCustomer(subscription)
  if (!wanted || subscription.status === 'canceled') return
  const own = inFull(subscription.default_payment_method)
  if (own && own.id !== wanted.id && own.created > wanted.created) return
  if (own?.id !== wanted.id) {
    await stripe().subscriptions.update(
      id,
      { default_payment_method: wanted.id },
      { idempotencyKey: `monthly:card:${id}:${wanted.id}` },
    )
  }
  await askForWhatIsOwed(subscription, wanted.id)
}

function cardOfCustomer({ customer }: Stripe.Subscription): Stripe.PaymentMethod | null {
  if (typeof customer === 'string' || customer.deleted) return null
  return inFull(customer.invoice_settings.default_payment_method)
}

const inFull = (method: string | Stripe.PaymentMethod | null): Stripe.PaymentMethod | null =>
  typeof method === 'string' ? null : method

/** Only a card that was not refused yet, and only while Stripe would try again by itself: nothing given up is revived. */
async function askForWhatIsOwed(
  { status, latest_invoice: invoice }: Stripe.Subscription,
  card: string,
): Promise<void> {
  if (status !== 'past_due' || !invoice || typeof invoice === 'string') return
  if (!invoice.id || invoice.status !== 'open' || !invoice.next_payment_attempt) return
  const refused = await lastTry(invoice.id)
  if (refused?.cardId === card) return
  try {
    await stripe().invoices.pay(
      invoice.id,
      { payment_method: card },
      { idempotencyKey: `monthly:pay:${invoice.id}:${card}` },
    )
  } catch (error) {
    // Paid or given up this moment, or refused again: Stripe goes on by its own schedule, and its events tell what came of it.
    if (!isStripeError(error) || ![400, 402].includes(error.statusCode ?? 0)) throw error
  }
}
