import { recordSubscription } from '#app/domain/recurring-donations/record-subscription.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { eventObject } from './event-object.ts'

/** What was said of a schedule before its first payment was read, such as its end, had nobody to be said of. */
export async function hearEarlierEvents(tx: Tx, paymentIds: string[]): Promise<void> {
  // Within a transaction now() stands still: these are the schedules that it has made itself.
  const events = await tx.$queryRaw<{ body: Uint8Array; created_at: Date }[]>`
    select e.body, e.created_at
      from payment p
      join recurring_donation r on r.id = p.recurring_donation_id and r.recorded_at = now()
      join stripe_event e on e.object_id = r.stripe_subscription_id and e.type like 'customer.subscription.%'
     where p.id = any (${paymentIds}::uuid[])
     order by e.object_id, e.created_at, e.recorded_at`
  for (const event of events) await recordSubscription(tx, eventObject(event.body), event.created_at)
}
