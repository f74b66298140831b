import type Stripe from 'stripe'

export function buildPayout(made: {
  id: string
  created: number
  amount: number
  arrival: number
  automatic: boolean
  description: string | null
  transaction: string
}): Stripe.Payout {
  return {
    id: made.id,
    object: 'payout',
    amount: made.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: made.arrival,
    automatic: made.automatic,
    balance_transaction: made.transaction,
    created: made.created,
    currency: 'usd',
    description: made.description,
    destination: 'ba_sandboxbank',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: made.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: made.automatic ? 'in_transit' : 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  } satisfies Stripe.Payout
}
