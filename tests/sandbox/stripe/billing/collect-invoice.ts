import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { Refusal } from '../cards.ts'
import { idOf } from '../ids.ts'
import { chargeCard } from '../money/charge-card.ts'
import { invalid } from '../stripe-error.ts'
import { cancelSubscription } from './cancel-subscription.ts'
import { markPaid, paymentOf } from './invoice-life.ts'

const day = 86_400

/**
 * Charges the card on file for an open invoice. Only scheduled attempts move the schedule of retries: a try by hand
 * leaves `attempt_count` and the next attempt alone.
 */
export function collectInvoice(
  account: Account,
  id: string,
  { scheduled }: { scheduled: boolean },
): { charge: Stripe.Charge; refusal: Refusal | null } {
  const invoice = account.get('invoice', id)
  if (invoice.status !== 'open') throw invalid(`Invoice is already ${invoice.status}`, 'invoice')
  const subscription = account.get('subscription', subscriptionOf(invoice))
  const payment = paymentOf(account, id)
  const intent = account.get('payment_intent', idOf(payment?.payment.payment_intent) ?? '')
  const customer = account.get('customer', idOf(invoice.customer) ?? '')
  const onFile = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method
  const card = account.find('card', idOf(onFile) ?? '')
  if (!card) throw invalid('This customer has no attached payment source or default payment method.')
  const { charge, refusal } = chargeCard(account, {
    intent,
    card,
    renewal: true,
    subscription: subscription.id,
    email: invoice.customer_email,
    name: invoice.customer_name,
  })
  if (refusal) recordFailure(account, invoice, subscription, scheduled)
  else {
    markPaid(account, id, intent.id)
    if (subscription.status === 'past_due') {
      account.update('subscription', subscription.id, { status: 'active' }, 'customer.subscription.updated')
    }
  }
  return { charge: account.get('charge', charge.id), refusal }
}

/** Due work: an invoice that was paid, voided or given up meanwhile is left alone. */
export function retryInvoice(account: Account, id: string) {
  const invoice = account.get('invoice', id)
  if (invoice.status === 'open' && invoice.next_payment_attempt === account.seconds()) {
    collectInvoice(account, id, { scheduled: true })
  }
}

export const subscriptionOf = (invoice: Stripe.Invoice): string =>
  idOf(invoice.parent?.subscription_details?.subscription) ?? ''

function recordFailure(
  account: Account,
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription,
  scheduled: boolean,
) {
  const counts = scheduled || invoice.attempt_count === 0
  const attempts = invoice.attempt_count + (counts ? 1 : 0)
  const pause = account.settings.retryDays[attempts - 1]
  const next = counts
    ? pause === undefined
      ? null
      : account.seconds() + pause * day
    : invoice.next_payment_attempt
  account.update(
    'invoice',
    invoice.id,
    { attempt_count: attempts, attempted: true, auto_advance: next !== null, next_payment_attempt: next },
    'invoice.updated',
    'invoice.payment_failed',
  )
  if (subscription.status === 'active') {
    account.update('subscription', subscription.id, { status: 'past_due' }, 'customer.subscription.updated')
  }
  if (!counts) return
  if (next !== null) account.later(next * 1000, 'retry-invoice', invoice.id)
  else if (account.settings.afterRetries === 'cancel')
    cancelSubscription(account, subscription.id, 'payment_failed')
}
