import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { recordSubscription } from './record-subscription.server.ts'

/**
 * Compares every monthly gift that runs here with Stripe's list, so that a schedule changed in the Dashboard, or one
 * whose event was lost, is seen within a day. Stripe lists what is not cancelled; what is missing there is asked for singly.
 */
export async function compareSchedules(): Promise<void> {
  const at = now()
  const ours = await db().recurringDonation.findMany({
    where: { NOT: { state: 'cancelled' } },
    select: { stripeSubscriptionId: true },
  })
  const missing = new Set(ours.map((schedule) => schedule.stripeSubscriptionId))
  for await (const subscription of stripe().subscriptions.list({ limit: 100 })) {
    if (missing.delete(subscription.id)) await record(subscription, at)
  }
  for (const id of missing) await record(await stripe().subscriptions.retrieve(id), at)
}

async function record(subscription: Stripe.Subscription, at: Date): Promise<void> {
  const endedAt = subscription.ended_at ? new Date(subscription.ended_at * 1000) : at
  await inTransaction({ scope: { kind: 'system' } }, (tx) => recordSubscription(tx, subscription, endedAt))
}
