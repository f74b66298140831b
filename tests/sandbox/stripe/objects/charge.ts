import type Stripe from 'stripe'
import { type CardLooks, type Refusal, riskOf } from '../cards.ts'

type Made = {
  id: string
  created: number
  amount: number
  card: CardLooks
  refusal: Refusal | null
  customer: string | null
  description: string | null
  email: string | null
  metadata: Record<string, string>
  name: string | null
  paymentIntent: string | null
  paymentMethod: string
  statementDescriptor: string | null
  statementDescriptorSuffix: string | null
}

/** No `invoice`: since 2025 a charge does not say what it paid for. */
export function buildCharge(made: Made): Stripe.Charge {
  const paid = made.refusal === null
  return {
    id: made.id,
    object: 'charge',
    amount: made.amount,
    amount_captured: paid ? made.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: { city: null, country: 'US', line1: null, line2: null, postal_code: '10001', state: null },
      email: made.email,
      name: made.name,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: made.statementDescriptor ?? 'SANDBOX',
    captured: paid,
    created: made.created,
    currency: 'usd',
    customer: made.customer,
    description: made.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: made.refusal?.code ?? null,
    failure_message: made.refusal?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: made.metadata,
    on_behalf_of: null,
    outcome: riskOf(made.refusal),
    paid,
    payment_intent: made.paymentIntent,
    payment_method: made.paymentMethod,
    payment_method_details: { card: cardDetails(made.card, made.amount), type: 'card' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: made.statementDescriptor,
    statement_descriptor_suffix: made.statementDescriptorSuffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.Charge
}

const cardDetails = (card: CardLooks, amount: number) =>
  ({
    amount_authorized: amount,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: 'disabled' },
    fingerprint: `sandbox${card.last4}`,
    funding: 'credit',
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  }) satisfies Stripe.Charge.PaymentMethodDetails.Card
