import Stripe from 'stripe'

/** The period lives on the item: a Subscription has no `current_period_end` of its own any more. */
export function buildSubscription(made: {
  id: string
  created: number
  customer: string
  item: Stripe.SubscriptionItem
  metadata: Record<string, string>
  description: string | null
  paymentMethod: string
}): Stripe.Subscription {
  return {
    id: made.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: made.created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: made.created,
    currency: 'usd',
    customer: made.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: made.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: made.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: itemList(made.id, made.item),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: made.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: made.created,
    status: 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  } satisfies Stripe.Subscription
}

export const itemList = (
  subscription: string,
  item: Stripe.SubscriptionItem,
): Stripe.ApiList<Stripe.SubscriptionItem> => ({
  object: 'list',
  data: [item],
  has_more: false,
  url: `/v1/subscription_items?subscription=${subscription}`,
})

export function buildItem(made: {
  id: string
  created: number
  subscription: string
  price: Stripe.Price
  quantity: number
  start: number
  end: number
}): Stripe.SubscriptionItem {
  return {
    id: made.id,
    object: 'subscription_item',
    billing_thresholds: null,
    created: made.created,
    current_period_end: made.end,
    current_period_start: made.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(made.price),
    price: made.price,
    quantity: made.quantity,
    subscription: made.subscription,
    tax_rates: [],
  } satisfies Stripe.SubscriptionItem
}

/** Stripe still repeats the price in its old form. */
export const planOf = (price: Stripe.Price) =>
  ({
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: Stripe.Decimal.from(price.unit_amount ?? 0),
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  }) satisfies Stripe.Plan
