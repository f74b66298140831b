import Stripe from 'stripe'

type Made = {
  id: string
  created: number
  amount: number
  customer: Stripe.Customer
  description: string
  item: Stripe.SubscriptionItem
  number: string
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update'
  subscription: Stripe.Subscription
  lineId: string
}

/** No `payment_intent`: an InvoicePayment joins the two. The subscription is at `parent.subscription_details`. */
export function buildInvoice(made: Made): Stripe.Invoice {
  return {
    id: made.id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Sandbox',
    account_tax_ids: null,
    amount_due: made.amount,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: made.amount,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: made.reason,
    collection_method: 'charge_automatically',
    created: made.created,
    currency: 'usd',
    custom_fields: null,
    customer: made.customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: made.customer.email,
    customer_name: made.customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [buildLine(made)], has_more: false, url: `/v1/invoices/${made.id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: made.number,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: made.subscription.metadata, subscription: made.subscription.id },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: made.created,
    period_start: made.reason === 'subscription_cycle' ? previousStart(made) : made.created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: made.amount,
    subtotal_excluding_tax: made.amount,
    test_clock: null,
    total: made.amount,
    total_discount_amounts: [],
    total_excluding_tax: made.amount,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  } satisfies Stripe.Invoice
}

// The invoice's own period looks back; its line looks forward.
const previousStart = ({ subscription, created }: Made) =>
  subscription.items.data[0]?.current_period_start ?? created

const buildLine = (made: Made) =>
  ({
    id: made.lineId,
    object: 'line_item',
    amount: made.amount,
    currency: 'usd',
    description: made.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: made.id,
    livemode: false,
    metadata: made.subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: made.subscription.id,
        subscription_item: made.item.id,
      },
      type: 'subscription_item_details',
    },
    period: { end: made.item.current_period_end, start: made.item.current_period_start },
    pretax_credit_amounts: [],
    pricing: {
      price_details: {
        price: made.item.price.id,
        product:
          typeof made.item.price.product === 'string' ? made.item.price.product : made.item.price.product.id,
      },
      type: 'price_details',
      unit_amount_decimal: Stripe.Decimal.from(made.item.price.unit_amount ?? 0),
    },
    quantity: made.item.quantity ?? 1,
    quantity_decimal: Stripe.Decimal.from(made.item.quantity ?? 1),
    subscription: made.subscription.id,
    subtotal: made.amount,
    taxes: [],
  }) satisfies Stripe.InvoiceLineItem

export function buildInvoicePayment(made: {
  id: string
  created: number
  invoice: string
  paymentIntent: string
  amount: number
}): Stripe.InvoicePayment {
  return {
    id: made.id,
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: made.amount,
    created: made.created,
    currency: 'usd',
    invoice: made.invoice,
    is_default: true,
    livemode: false,
    payment: { payment_intent: made.paymentIntent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  } satisfies Stripe.InvoicePayment
}
