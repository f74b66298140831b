import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { recordSubscription } from './record-subscription.server.ts'

/** Asks Stripe how a schedule is now, where what it rang about could be read in two ways, or named a card without its face. */
export async function lookAtSchedule({ scheduleId }: { scheduleId: string }): Promise<void> {
  const schedule = await db().recurringDonation.findUnique({ where: { id: scheduleId } })
  if (!schedule || schedule.state === 'cancelled') return
  const at = now()
  const shown = await stripe().subscriptions.retrieve(schedule.stripeSubscriptionId, {
    expand: ['default_payment_method', 'latest_invoice'],
  })
  await inTransaction({ scope: { kind: 'system' } }, (tx) => recordSubscription(tx, shown, at, 'answer'))
}
