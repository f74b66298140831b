import { isStripeError, reachingStripe } from '#app/domain/donations/reaching-stripe.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { recordSubscription } from './record-subscription.server.ts'
import { scheduleOfToken } from './schedule-link.ts'

/**
 * Stops a monthly gift at once, by its signed link. Stripe is told first, since it is what charges; stopping twice is
 * stopping once. Answers false for a link that was made up. Refuses with `stripe_unavailable`.
 */
export async function stopMonthlyGift(token: string): Promise<boolean> {
  const id = scheduleOfToken(token)
  const schedule = id ? await db().recurringDonation.findUnique({ where: { id } }) : null
  if (!schedule) return false
  if (schedule.state === 'cancelled') return true

  const stopped = await reachingStripe(() => cancel(schedule.stripeSubscriptionId))
  const at = stopped.canceled_at ? new Date(stopped.canceled_at * 1000) : now()
  await inTransaction({ scope: { kind: 'donor' } }, (tx) => recordSubscription(tx, stopped, at))
  return true
}

/** A DELETE carries no idempotency key: a second one finds nothing to cancel, and the first is read back. */
async function cancel(subscriptionId: string): Promise<Stripe.Subscription> {
  const current = await stripe().subscriptions.retrieve(subscriptionId)
  if (current.status === 'canceled') return current
  try {
    return await stripe().subscriptions.cancel(subscriptionId)
  } catch (error) {
    if (isStripeError(error) && error.statusCode === 404)
      return stripe().subscriptions.retrieve(subscriptionId)
    throw error
  }
}
