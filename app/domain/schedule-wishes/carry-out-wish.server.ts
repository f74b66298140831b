import { isStripeError } from '#app/domain/donations/reaching-stripe.ts'
import { recordSubscription } from '#app/domain/recurring-donations/record-subscription.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { endWish } from './end-wish.server.ts'
import { monthlyProduct } from './monthly-product.ts'
import type { Call } from './wish.ts'

type Outcome = 'done' | 'refused'

/**
 * Asks Stripe for one wish, with the wish's own key, and writes what came of it. However often it runs, Stripe is asked
 * for one change; one whose time is over is only looked up. Throws where nobody knows yet: the job asks again.
 */
export async function carryOutWish({ wishId }: { wishId: string }): Promise<Outcome> {
  const wish = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.recurringDonationWish.findUniqueOrThrow({
      where: { id: wishId },
      include: { recurringDonationWishEnd: true, recurringDonationVersion: true },
    }),
  )
  if (wish.recurringDonationWishEnd) return wish.recurringDonationWishEnd.outcome as Outcome
  const { stripeSubscriptionId: subscriptionId } = await db().recurringDonation.findUniqueOrThrow({
    where: { id: wish.recurringDonationId },
    select: { stripeSubscriptionId: true },
  })
  const call = wish.call as Call
  const before = now()
  const names = { change: wishId, ...(wish.recurringDonationVersion ? { version: wishId } : {}) }
  const answer = await asked({
    ...{ subscriptionId, call, names, wishId },
    isOver: before > wish.validUntil,
  })
  const outcome = answer === 'refused' ? 'refused' : 'done'
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await endWish(tx, { wishId, outcome, at: before })
    if (answer !== 'refused') await recordSubscription(tx, answer, before, 'answer')
  })
  return outcome
}

type Asking = {
  subscriptionId: string
  call: Call
  names: Record<string, string>
  wishId: string
  isOver: boolean
}

/** Stripe's subscription once it is as wished, or that it will not be. */
async function asked(asking: Asking): Promise<Stripe.Subscription | 'refused'> {
  const { subscriptionId, call, wishId, isOver } = asking
  if (call.cancel) return cancelled(subscriptionId)
  const current = await stripe().subscriptions.retrieve(subscriptionId)
  if (current.metadata.change === wishId) return finished(current, call)
  if (isOver || current.status === 'canceled') return 'refused'
  try {
    const changed = await stripe().subscriptions.update(subscriptionId, paramsOf(asking), {
      idempotencyKey: `monthly:${wishId}`,
    })
    return await finished(changed, call)
  } catch (error) {
    if (isDefinite(error)) return 'refused'
    throw error
  }
}

/** An invoice that is still being tried is given up, so that a rest really rests. One that was paid meanwhile stays paid. */
async function finished(
  subscription: Stripe.Subscription,
  { voidInvoice }: Call,
): Promise<Stripe.Subscription> {
  if (!voidInvoice) return subscription
  const invoice = await stripe().invoices.retrieve(voidInvoice)
  if (invoice.status !== 'open') return subscription
  await stripe().invoices.voidInvoice(voidInvoice, {}, { idempotencyKey: `monthly:void:${voidInvoice}` })
  return stripe().subscriptions.retrieve(subscription.id)
}

function paramsOf({ call, names }: Asking): Stripe.SubscriptionUpdateParams {
  const { item, unitAmount, trialEnd, pause } = call
  return {
    metadata: names,
    proration_behavior: 'none',
    ...(item && unitAmount !== undefined
      ? {
          items: [
            {
              id: item,
              price_data: {
                ...{ currency: 'usd', product: monthlyProduct, unit_amount: unitAmount },
                recurring: { interval: 'month' as const },
              },
            },
          ],
        }
      : {}),
    ...(trialEnd === undefined ? {} : { trial_end: trialEnd }),
    ...(pause === undefined ? {} : { pause_collection: pauseOf(pause) }),
  }
}

const pauseOf = (pause: NonNullable<Call['pause']>) =>
  pause === 'none'
    ? ('' as const)
    : { behavior: 'void' as const, ...(pause.resumesAt === null ? {} : { resumes_at: pause.resumesAt }) }

/** A DELETE carries no idempotency key: a second one finds nothing to cancel, and the first is read back. */
export async function cancelled(subscriptionId: string): Promise<Stripe.Subscription> {
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

/** Stripe understood the question and said no; anything else could still have been done, or could be on another try. */
const isDefinite = (error: unknown): boolean =>
  isStripeError(error) && [400, 402, 404].includes(error.statusCode ?? 0)
