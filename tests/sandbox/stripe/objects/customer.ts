import type Stripe from 'stripe'
import type { CardLooks } from '../cards.ts'

export function buildCustomer(made: {
  id: string
  created: number
  email: string | null
  name: string | null
  description: string | null
  metadata: Record<string, string>
}): Stripe.Customer {
  return {
    id: made.id,
    object: 'customer',
    address: null,
    balance: 0,
    created: made.created,
    currency: null,
    default_source: null,
    delinquent: false,
    description: made.description,
    discount: null,
    email: made.email,
    invoice_prefix: made.id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: made.metadata,
    name: made.name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  } satisfies Stripe.Customer
}

export function buildPaymentMethod(made: {
  id: string
  created: number
  card: CardLooks
  customer: string
  email: string | null
  name: string | null
}): Stripe.PaymentMethod {
  return {
    id: made.id,
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: {
      address: { city: null, country: 'US', line1: null, line2: null, postal_code: '10001', state: null },
      email: made.email,
      name: made.name,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: made.card.brand,
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: 'US',
      display_brand: made.card.brand,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: `sandbox${made.card.last4}`,
      funding: 'credit',
      generated_from: null,
      last4: made.card.last4,
      networks: { available: [made.card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: made.created,
    customer: made.customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  } satisfies Stripe.PaymentMethod
}
