import type Stripe from 'stripe'

type Made = {
  id: string
  created: number
  expiresAt: number
  amount: number
  mode: 'payment' | 'subscription'
  adaptivePricing: boolean
  cancelUrl: string | null
  clientReferenceId: string | null
  customer: string | null
  customerEmail: string | null
  locale: string | null
  metadata: Record<string, string>
  allowedTypes: string[] | null
  submitType: string | null
  successUrl: string
  url: string
}

export function buildCheckoutSession(made: Made): Stripe.Checkout.Session {
  return {
    id: made.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: made.adaptivePricing },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: made.allowedTypes,
    amount_subtotal: made.amount,
    amount_total: made.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: made.cancelUrl,
    client_reference_id: made.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: made.created,
    currency: 'usd',
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: made.customer,
    customer_account: null,
    customer_creation: made.mode === 'payment' ? 'if_required' : 'always',
    customer_details: made.customerEmail === null ? null : customerDetails(made.customerEmail, null),
    customer_email: made.customerEmail,
    discounts: [],
    expires_at: made.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: made.mode === 'payment' ? noInvoice : null,
    livemode: false,
    locale: made.locale,
    managed_payments: null,
    metadata: made.metadata,
    mode: made.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: made.mode === 'payment' ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: made.allowedTypes ?? ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: made.submitType,
    subscription: null,
    success_url: made.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: made.url,
    wallet_options: null,
  } satisfies Stripe.Checkout.Session
}

export const customerDetails = (email: string | null, name: string | null) =>
  ({
    address: { city: null, country: 'US', line1: null, line2: null, postal_code: '10001', state: null },
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }) satisfies Stripe.Checkout.Session.CustomerDetails

const noInvoice = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
} satisfies Stripe.Checkout.Session.InvoiceCreation
