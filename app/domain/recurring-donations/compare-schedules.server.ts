import { isStripeError } from '#app/domain/donations/reaching-stripe.ts'
import { noteChangedAtStripe } from '#app/domain/schedule-wishes/note-changed-at-stripe.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { recordSubscription } from './record-subscription.server.ts'

/** A schedule this young is still being booked; one that ended so lately may still be listed. */
const youth = 2 * 3_600_000

/**
 * Compares every monthly gift that runs here with Stripe's list, so that a schedule changed in the Dashboard, or one
 * whose event was lost, is seen within a day. Stripe lists what is not cancelled; what is missing there is asked for singly.
 * What Stripe runs and nobody here started, or ended here and yet runs on, is kept apart, for the staff: it is never
 * stopped by itself.
 */
export async function compareSchedules(): Promise<void> {
  const at = now()
  const ours = await db().recurringDonation.findMany({
    where: { NOT: { state: 'cancelled' } },
    select: { stripeSubscriptionId: true },
  })
  const missing = new Set(ours.map((schedule) => schedule.stripeSubscriptionId))
  const unknown: Stripe.Subscription[] = []
  const listed = stripe().subscriptions.list({
    limit: 100,
    expand: ['data.default_payment_method', 'data.latest_invoice', 'data.customer'],
  })
  for await (const subscription of listed) {
    if (missing.delete(subscription.id)) await record(subscription, at)
    else unknown.push(subscription)
  }
  for (const id of missing) await recordMissing(id, at)
  await keepUnknown(unknown, at)
}

async function record(subscription: Stripe.Subscription, at: Date): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await recordSubscription(tx, subscription, at, 'answer')
    await noteChangedAtStripe(tx, subscription, at)
    await lookAtCard(tx, subscription)
  })
}

/** A new card of which nothing was heard. */
async function lookAtCard(tx: Tx, { id, customer, default_payment_method: own }: Stripe.Subscription) {
  if (typeof customer === 'string' || customer.deleted) return
  const { default_payment_method: wanted } = customer.invoice_settings
  if (!wanted || idOf(wanted) === (own && idOf(own))) return
  const schedule = await tx.recurringDonation.findUnique({ where: { stripeSubscriptionId: id } })
  if (!schedule) return
  await enqueue(tx, 'monthly.card', { scheduleId: schedule.id }, { key: `monthly.card:${schedule.id}` })
}

const idOf = (named: string | { id: string }): string => (typeof named === 'string' ? named : named.id)

async function recordMissing(id: string, at: Date): Promise<void> {
  try {
    await record(await stripe().subscriptions.retrieve(id, { expand: ['latest_invoice'] }), at)
  } catch (error) {
    if (!(isStripeError(error) && error.statusCode === 404)) throw error
    // Stripe has forgotten it altogether: nothing will ever be charged by it.
    await record({ ...forgotten, id, ended_at: Math.floor(at.getTime() / 1000) } as Stripe.Subscription, at)
  }
}

const forgotten = { status: 'canceled', customer: '', metadata: {} }

async function keepUnknown(subscriptions: Stripe.Subscription[], at: Date): Promise<void> {
  const ids = subscriptions.map(({ id }) => id)
  const since = new Date(at.getTime() - youth)
  const understood = await db().recurringDonation.findMany({
    where: {
      stripeSubscriptionId: { in: ids },
      OR: [{ NOT: { state: 'cancelled' } }, { endedAt: { gt: since } }],
    },
    select: { stripeSubscriptionId: true },
  })
  const known = new Set(understood.map(({ stripeSubscriptionId }) => stripeSubscriptionId))
  const strange = subscriptions.filter(
    ({ id, created }) => !known.has(id) && created * 1000 < since.getTime(),
  )
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    for (const { id, status, created, items } of strange) {
      const [item] = items.data
      const seen = { status, amountCents: BigInt(item?.price.unit_amount ?? 0), seenAt: at, goneAt: null }
      await tx.unknownSubscription.upsert({
        where: { id },
        create: { id, createdAt: new Date(created * 1000), ...seen },
        update: seen,
      })
    }
    await tx.unknownSubscription.updateMany({
      where: { goneAt: null, id: { notIn: strange.map(({ id }) => id) } },
      data: { goneAt: at },
    })
  })
  if (strange.length > 0)
    log.error('Stripe runs schedules that nobody here started, or that ended here', { count: strange.length })
}
