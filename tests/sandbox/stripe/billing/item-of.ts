import type Stripe from 'stripe'

/** Subscriptions of the sandbox have exactly one item. */
export function itemOf(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const [item] = subscription.items.data
  if (!item) throw new Error(`subscription ${subscription.id} has no item`)
  return item
}

export const isLive = (subscription: Stripe.Subscription) =>
  subscription.status === 'active' || subscription.status === 'trialing' || subscription.status === 'past_due'
