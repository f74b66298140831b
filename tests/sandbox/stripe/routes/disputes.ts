import type Stripe from 'stripe'
import { list } from '../list.ts'
import { closeDispute } from '../money/close-dispute.ts'
import { dated, listing } from '../param-rules.ts'
import { route } from '../route.ts'
import { invalid } from '../stripe-error.ts'

const evidence = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'uncategorized_text',
] as const

export const disputeRoutes = [
  route('GET /v1/disputes', [...listing, ...dated, 'charge', 'payment_intent'], ({ account, params }) =>
    list(
      account,
      'dispute',
      params,
      '/v1/disputes',
      (dispute) =>
        params.matches('charge', dispute.charge) && params.matches('payment_intent', dispute.payment_intent),
    ),
  ),
  route('GET /v1/disputes/:id', [], ({ account, id }) => account.get('dispute', id)),
  route(
    'POST /v1/disputes/:id',
    [...evidence.map((name) => `evidence.${name}`), 'metadata.*', 'submit:bool'],
    ({ account, params, id }) => {
      const dispute = account.get('dispute', id)
      const isInquiry = dispute.status === 'warning_needs_response'
      if (!isInquiry && dispute.status !== 'needs_response')
        throw invalid(`This dispute is ${dispute.status}.`, 'dispute')
      const given: Partial<Stripe.Dispute.Evidence> = {}
      for (const name of evidence) {
        if (params.has(`evidence.${name}`)) given[name] = params.text(`evidence.${name}`, null)
      }
      const submit = params.bool('submit') ?? true
      return account.update(
        'dispute',
        id,
        {
          evidence: { ...dispute.evidence, ...given },
          evidence_details: {
            ...dispute.evidence_details,
            has_evidence: dispute.evidence_details.has_evidence || Object.keys(given).length > 0,
            submission_count: dispute.evidence_details.submission_count + (submit ? 1 : 0),
            submission_method: submit ? 'manual' : dispute.evidence_details.submission_method,
          },
          metadata: params.metadata(dispute.metadata),
          status: submit ? (isInquiry ? 'warning_under_review' : 'under_review') : dispute.status,
        },
        'charge.dispute.updated',
      )
    },
  ),
  route('POST /v1/disputes/:id/close', [], ({ account, id }) => closeDispute(account, id, 'lost')),
]
