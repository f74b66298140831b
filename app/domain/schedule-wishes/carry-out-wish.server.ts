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
  const isDone = current.metadata.change === wishId
  if (isDone && (isOver || call.voidInvoice === undefined)) return finished(current, call, null)
  if (!isDone && (isOver || current.status === 'canceled')) return 'refused'
  const changed = await changedOnce(asking)
  if (changed === 'refused') return isDone ? finished(current, call, null) : changed
  return finished(isDone ? current : changed, call, nameOf(changed.latest_invoice))
}

/** The same key gets the same answer, which names the invoice that was the newest as Stripe heard of the change. */
async function changedOnce(asking: Asking): Promise<Stripe.Subscription | 'refused'> {
  try {
    return await stripe().subscriptions.update(asking.subscriptionId, paramsOf(asking), {
      idempotencyKey: `monthly:${asking.wishId}`,
    })
  } catch (error) {
    if (isDefinite(error)) return 'refused'
    throw error
  }
}

/**
 * What is unpaid is given up, so that a rest really rests: also an invoice that was written while Stripe was being asked. One
 * that was paid meanwhile stays paid.
 */
async function finished(
  subscription: Stripe.Subscription,
  { voidInvoice }: Call,
  newest: string | null,
): Promise<Stripe.Subscription> {
  if (voidInvoice === undefined) return subscription
  const unpaid = new Set([voidInvoice, newest].filter((id) => id !== null))
  const isGivenUp: boolean[] = []
  for (const id of unpaid) isGivenUp.push(await givenUp(id, ['draft', 'open']))
  return isGivenUp.includes(true) ? stripe().subscriptions.retrieve(subscription.id) : subscription
}

/** Whether it was as unpaid as this. A draft of a subscription cannot be deleted: it is finalized uncollected, then voided. */
async function givenUp(id: string, unpaid: string[]): Promise<boolean> {
  const { status } = await stripe().invoices.retrieve(id)
  if (!unpaid.includes(status ?? '')) return false
  const keyOf = (step: string) => ({ idempotencyKey: `monthly:${step}:${id}` })
  if (status === 'draft')
    await stripe().invoices.finalizeInvoice(id, { auto_advance: false }, keyOf('finalize'))
  await stripe().invoices.voidInvoice(id, {}, keyOf('void'))
  return true
}

const nameOf = (named: string | { id?: string } | null): string | null =>
  typeof named === 'string' ? named : (named?.id ?? null)

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

/**
 * A DELETE carries no idempotency key: a second one finds nothing to cancel, and the first is read back. Stripe stops trying
 * what is open, but would still charge what it has only drafted.
 */
export async function cancelled(subscriptionId: string): Promise<Stripe.Subscription> {
  const ended = await endedAtStripe(subscriptionId)
  const newest = nameOf(ended.latest_invoice)
  if (newest && (await givenUp(newest, ['draft']))) return stripe().subscriptions.retrieve(subscriptionId)
  return ended
}

async function endedAtStripe(subscriptionId: string): Promise<Stripe.Subscription> {
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
