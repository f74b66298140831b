import { type Stripe, stripe } from '#app/platform/stripe.ts'
import type { RequestKind } from './request.ts'

export type Sending = {
  id: string
  kind: RequestKind
  paymentId: string
  chargeId: string
  disputeId: string | null
  amountCents: bigint | null
  reason: string | null
  evidence: Record<string, string> | null
}

/** Stripe's own words for a reason, where they have no further effect: its `fraudulent` would also block the card. */
const stripeReasons: Record<string, Stripe.RefundCreateParams.Reason> = {
  duplicate: 'duplicate',
  donor_asked: 'requested_by_customer',
  wrong_amount: 'requested_by_customer',
}

/** The call, under the request's own key. Answers the id at Stripe. To the card that paid, always: no other way exists here. */
export async function askStripe(sending: Sending): Promise<string> {
  const options = { idempotencyKey: `request:${sending.id}` }
  const metadata = { request: sending.id }
  const { disputeId, evidence, amountCents, reason } = sending
  if (sending.kind === 'evidence' && disputeId && evidence) {
    await stripe().disputes.update(disputeId, { evidence, submit: true, metadata }, options)
    return `${disputeId}:evidence`
  }
  if (sending.kind === 'acceptance' && disputeId) {
    await stripe().disputes.close(disputeId, {}, options)
    return `${disputeId}:acceptance`
  }
  if (sending.kind !== 'refund' || amountCents === null) throw new Error('a request without what it asks for')
  const stripeReason = stripeReasons[reason ?? '']
  const refund = await stripe().refunds.create(
    {
      ...{ charge: sending.chargeId, amount: Number(amountCents), metadata },
      ...(stripeReason ? { reason: stripeReason } : {}),
    },
    options,
  )
  return refund.id
}

/** Whether an earlier call of this request had its effect: what we named it by is there, or is not. */
export async function foundAtStripe({ id, kind, chargeId, disputeId }: Sending): Promise<string | null> {
  if (kind !== 'refund') {
    const dispute = await stripe().disputes.retrieve(disputeId ?? '')
    const isDone = kind === 'evidence' ? dispute.metadata.request === id : dispute.status === 'lost'
    return isDone ? `${dispute.id}:${kind}` : null
  }
  for await (const refund of stripe().refunds.list({ charge: chargeId, limit: 100 })) {
    if (refund.metadata?.request === id) return refund.id
  }
  return null
}
