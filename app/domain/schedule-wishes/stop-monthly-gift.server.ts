import { reachingStripe } from '#app/domain/donations/reaching-stripe.ts'
import { recordSubscription } from '#app/domain/recurring-donations/record-subscription.server.ts'
import { scheduleOfToken } from '#app/domain/recurring-donations/schedule-link.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { cancelled } from './carry-out-wish.server.ts'

/**
 * Stops a monthly gift at once, by its signed link. Stripe is told first, since it is what charges; stopping twice is
 * stopping once. Answers false for a link that was made up. Refuses with `stripe_unavailable`.
 */
export async function stopMonthlyGift(token: string): Promise<boolean> {
  const id = scheduleOfToken(token)
  const schedule = id ? await db().recurringDonation.findUnique({ where: { id } }) : null
  if (!schedule) return false
  if (schedule.state === 'cancelled') return true

  const at = now()
  const stopped = await reachingStripe(() => cancelled(schedule.stripeSubscriptionId))
  await inTransaction({ scope: { kind: 'donor' } }, (tx) => recordSubscription(tx, stopped, at, 'answer'))
  return true
}
