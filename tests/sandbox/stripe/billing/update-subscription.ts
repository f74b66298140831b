import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { itemList, planOf } from '../objects/subscription.ts'
import type { Params } from '../params.ts'
import { priceOf } from '../price-of.ts'
import { invalid, StripeError } from '../stripe-error.ts'
import { draftInvoice, finalizeInvoice } from './invoice-life.ts'
import { itemOf } from './item-of.ts'

const threeDays = 3 * 86_400

/** Amount, day, pause, card, end: every change a donor or the staff can make to a monthly gift. */
export function updateSubscription(account: Account, id: string, params: Params): Stripe.Subscription {
  const subscription = account.get('subscription', id)
  if (subscription.status === 'canceled') {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.')
  }
  const card = params.str('default_payment_method')
  if (card) account.get('payment_method', card, 'default_payment_method')
  const item = changedItem(account, subscription, params)
  const trialEnd = wantedTrialEnd(account, params)
  const changes: Partial<Stripe.Subscription> = {
    ...(params.has('metadata') && { metadata: params.metadata(subscription.metadata) }),
    ...(params.has('description') && { description: params.text('description', subscription.description) }),
    ...(card && { default_payment_method: card }),
    ...endOfPeriod(account, subscription, params),
    ...pause(account, subscription, params),
    ...(item && { items: itemList(id, item) }),
    ...(trialEnd && newDay(account, item ?? itemOf(subscription), trialEnd)),
  }
  const updated = account.update('subscription', id, changes, 'customer.subscription.updated')
  if (!trialEnd) return updated
  // Stripe opens a trial with an invoice of $0, paid at once.
  finalizeInvoice(account, draftInvoice(account, id, 'subscription_update', 0).id)
  return account.get('subscription', id)
}

function changedItem(
  account: Account,
  subscription: Stripe.Subscription,
  params: Params,
): Stripe.SubscriptionItem | null {
  const [wish, ...more] = params.list('items')
  if (!wish) return null
  const item = itemOf(subscription)
  if (more.length > 0 || wish.str('id') !== item.id)
    throw unsupported('more than one item in a subscription', 'items')
  const price = wish.has('price') || wish.has('price_data') ? priceOf(account, wish) : item.price
  const sameRhythm = JSON.stringify(price.recurring) === JSON.stringify(item.price.recurring)
  if (!sameRhythm) throw unsupported('another interval', 'items[0][price_data][recurring]')
  if (price.unit_amount !== item.price.unit_amount && params.str('proration_behavior') !== 'none') {
    throw unsupported('proration; say proration_behavior=none', 'proration_behavior')
  }
  return { ...item, price, plan: planOf(price), quantity: wish.int('quantity') ?? item.quantity }
}

function wantedTrialEnd(account: Account, params: Params): number | null {
  const text = params.str('trial_end')
  if (text === undefined) return null
  if (!/^\d+$/.test(text)) throw unsupported(`trial_end=${text}`, 'trial_end')
  const trialEnd = Number(text)
  if (trialEnd <= account.seconds()) throw invalid('Trial end must be in the future.', 'trial_end')
  if (trialEnd > account.seconds() + 5 * 366 * 86_400)
    throw invalid('Trial end is too far ahead.', 'trial_end')
  if (params.str('proration_behavior') !== 'none') {
    throw unsupported('proration; say proration_behavior=none', 'proration_behavior')
  }
  return trialEnd
}

/** A trial until that date: the next charge falls on it, and on the same day of every month after. */
function newDay(
  account: Account,
  item: Stripe.SubscriptionItem,
  trialEnd: number,
): Partial<Stripe.Subscription> {
  const now = account.seconds()
  account.later(trialEnd * 1000, 'renew', item.subscription)
  account.later(Math.max(now, trialEnd - threeDays) * 1000, 'trial-will-end', item.subscription)
  return {
    billing_cycle_anchor: trialEnd,
    items: itemList(item.subscription, { ...item, current_period_start: now, current_period_end: trialEnd }),
    status: 'trialing',
    trial_end: trialEnd,
    trial_start: now,
  }
}

function endOfPeriod(
  account: Account,
  subscription: Stripe.Subscription,
  params: Params,
): Partial<Stripe.Subscription> {
  const wanted = params.bool('cancel_at_period_end')
  if (wanted === undefined) return {}
  return {
    cancel_at_period_end: wanted,
    cancel_at: wanted ? itemOf(subscription).current_period_end : null,
    canceled_at: wanted ? account.seconds() : null,
    cancellation_details: {
      comment: params.str('cancellation_details.comment') ?? null,
      feedback: params.str('cancellation_details.feedback') ?? null,
      feedback_option: null,
      reason: wanted ? 'cancellation_requested' : null,
    },
  }
}

function pause(account: Account, { id }: Stripe.Subscription, params: Params): Partial<Stripe.Subscription> {
  if (params.str('pause_collection') === '') return { pause_collection: null }
  const behavior = params.str('pause_collection.behavior')
  if (!behavior) return {}
  const resumes_at = params.int('pause_collection.resumes_at') ?? null
  if (resumes_at !== null) {
    if (resumes_at <= account.seconds())
      throw invalid('resumes_at must be in the future.', 'pause_collection[resumes_at]')
    account.later(resumes_at * 1000, 'resume-collection', id)
  }
  return { pause_collection: { behavior, resumes_at } }
}

/** Something that Stripe can and the sandbox cannot: said, not half done. */
const unsupported = (what: string, param: string) =>
  new StripeError(400, `The sandbox does not know ${what}.`, {
    type: 'invalid_request_error',
    code: 'sandbox_unsupported',
    param,
  })
