import type Stripe from 'stripe'
import type { Account } from '../account.ts'

type Reason = 'cancellation_requested' | 'payment_failed' | 'payment_disputed'

/** Ends a subscription now. Its open invoice stays open, but is not tried any more. */
export function cancelSubscription(
  account: Account,
  id: string,
  reason: Reason,
  words: { comment?: string; feedback?: string } = {},
): Stripe.Subscription {
  const now = account.seconds()
  const { latest_invoice } = account.get('subscription', id)
  const invoice = typeof latest_invoice === 'string' ? account.find('invoice', latest_invoice) : undefined
  if (invoice?.status === 'open') {
    account.update(
      'invoice',
      invoice.id,
      { auto_advance: false, next_payment_attempt: null },
      'invoice.updated',
    )
  }
  return account.update(
    'subscription',
    id,
    {
      cancel_at_period_end: false,
      canceled_at: now,
      cancellation_details: {
        comment: words.comment ?? null,
        feedback: words.feedback ?? null,
        feedback_option: null,
        reason,
      },
      ended_at: now,
      status: 'canceled',
    },
    'customer.subscription.deleted',
  )
}
