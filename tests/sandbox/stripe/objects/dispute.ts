import type Stripe from 'stripe'

export function buildDispute(made: {
  id: string
  created: number
  amount: number
  charge: string
  paymentIntent: string | null
  reason: string
  brand: string
  inquiry: boolean
}): Stripe.Dispute {
  return {
    id: made.id,
    object: 'dispute',
    amount: made.amount,
    balance_transactions: [],
    charge: made.charge,
    created: made.created,
    currency: 'usd',
    enhanced_eligibility_types: [],
    evidence: {
      access_activity_log: null,
      billing_address: null,
      cancellation_policy: null,
      cancellation_policy_disclosure: null,
      cancellation_rebuttal: null,
      customer_communication: null,
      customer_email_address: null,
      customer_name: null,
      customer_purchase_ip: null,
      customer_signature: null,
      duplicate_charge_documentation: null,
      duplicate_charge_explanation: null,
      duplicate_charge_id: null,
      enhanced_evidence: {},
      product_description: null,
      receipt: null,
      refund_policy: null,
      refund_policy_disclosure: null,
      refund_refusal_explanation: null,
      service_date: null,
      service_documentation: null,
      shipping_address: null,
      shipping_carrier: null,
      shipping_date: null,
      shipping_documentation: null,
      shipping_tracking_number: null,
      uncategorized_file: null,
      uncategorized_text: null,
    },
    evidence_details: {
      due_by: made.created + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: made.inquiry,
    livemode: false,
    metadata: {},
    payment_intent: made.paymentIntent,
    payment_method_details: {
      card: {
        brand: made.brand,
        case_type: made.inquiry ? 'inquiry' : 'chargeback',
        network: made.brand,
        network_reason_code: '83',
      },
      type: 'card',
    },
    reason: made.reason,
    status: made.inquiry ? 'warning_needs_response' : 'needs_response',
  } satisfies Stripe.Dispute
}
