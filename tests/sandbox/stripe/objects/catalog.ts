import Stripe from 'stripe'

export function buildProduct(made: {
  id: string
  created: number
  name: string
  description: string | null
  metadata: Record<string, string>
  statementDescriptor: string | null
}): Stripe.Product {
  return {
    id: made.id,
    object: 'product',
    active: true,
    created: made.created,
    default_price: null,
    description: made.description,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: made.metadata,
    name: made.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: made.statementDescriptor,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: made.created,
    url: null,
  } satisfies Stripe.Product
}

export function buildPrice(made: {
  id: string
  created: number
  product: string
  unitAmount: number
  recurring: { interval: 'day' | 'week' | 'month' | 'year'; count: number } | null
  metadata: Record<string, string>
  nickname: string | null
  lookupKey: string | null
  active: boolean
}): Stripe.Price {
  return {
    id: made.id,
    object: 'price',
    active: made.active,
    billing_scheme: 'per_unit',
    created: made.created,
    currency: 'usd',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: made.lookupKey,
    metadata: made.metadata,
    nickname: made.nickname,
    product: made.product,
    recurring: made.recurring && {
      interval: made.recurring.interval,
      interval_count: made.recurring.count,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: made.recurring ? 'recurring' : 'one_time',
    unit_amount: made.unitAmount,
    unit_amount_decimal: Stripe.Decimal.from(made.unitAmount),
  } satisfies Stripe.Price
}
