import type Stripe from 'stripe'

export function buildRefund(made: {
  id: string
  created: number
  amount: number
  charge: string
  paymentIntent: string | null
  metadata: Record<string, string>
  reason: string | null
}): Stripe.Refund {
  return {
    id: made.id,
    object: 'refund',
    amount: made.amount,
    balance_transaction: null,
    charge: made.charge,
    created: made.created,
    currency: 'usd',
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: made.metadata,
    payment_intent: made.paymentIntent,
    payment_method: null,
    reason: made.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  } satisfies Stripe.Refund
}
