import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { idOf, newId } from '../ids.ts'
import { buildInvoice, buildInvoicePayment } from '../objects/invoice.ts'
import { buildPaymentIntent } from '../objects/payment-intent.ts'
import { itemOf } from './item-of.ts'

/** A draft for the subscription's current period; `amount` differs from the price only for the $0 of a trial. */
export function draftInvoice(
  account: Account,
  subscriptionId: string,
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update',
  amount?: number,
): Stripe.Invoice {
  const subscription = account.get('subscription', subscriptionId)
  const customer = account.get('customer', idOf(subscription.customer) ?? '')
  const item = itemOf(subscription)
  const due = amount ?? (item.price.unit_amount ?? 0) * (item.quantity ?? 1)
  const invoice = buildInvoice({
    id: newId('in'),
    created: account.seconds(),
    amount: due,
    customer,
    description: due === 0 ? 'Trial period' : `${item.quantity ?? 1} × monthly gift`,
    item,
    number: `${customer.invoice_prefix}-${String(customer.next_invoice_sequence ?? 1).padStart(4, '0')}`,
    reason,
    subscription,
    lineId: newId('il'),
  })
  account.put('customer', { ...customer, next_invoice_sequence: (customer.next_invoice_sequence ?? 1) + 1 })
  account.create('invoice', invoice, 'invoice.created')
  account.put('subscription', { ...subscription, latest_invoice: invoice.id })
  return invoice
}

/** Open for payment: from here on an InvoicePayment joins the invoice to its PaymentIntent. */
export function finalizeInvoice(account: Account, id: string, paidBy?: Stripe.PaymentIntent): Stripe.Invoice {
  const invoice = account.get('invoice', id)
  const now = account.seconds()
  const finalized = account.update(
    'invoice',
    id,
    {
      effective_at: now,
      hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
      status: 'open',
      status_transitions: { ...invoice.status_transitions, finalized_at: now },
    },
    'invoice.finalized',
  )
  if (invoice.amount_due === 0) return markPaid(account, id, null)
  const intent =
    paidBy ??
    openInvoiceIntent(account, {
      amount: invoice.amount_due,
      customer: idOf(invoice.customer),
      description: 'Subscription update',
    })
  account.put(
    'invoice_payment',
    buildInvoicePayment({
      id: newId('inpay'),
      created: now,
      invoice: id,
      paymentIntent: intent.id,
      amount: invoice.amount_due,
    }),
  )
  return finalized
}

export function markPaid(account: Account, id: string, intent: string | null): Stripe.Invoice {
  const invoice = account.get('invoice', id)
  const now = account.seconds()
  const paid = account.put('invoice', {
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: intent ? Math.max(invoice.attempt_count, 1) : 0,
    attempted: true,
    ending_balance: 0,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  })
  const payment = paymentOf(account, id)
  if (payment) {
    account.update(
      'invoice_payment',
      payment.id,
      {
        amount_paid: invoice.amount_due,
        status: 'paid',
        status_transitions: { ...payment.status_transitions, paid_at: now },
      },
      'invoice_payment.paid',
    )
  }
  account.emit('invoice.paid', 'invoice', id)
  account.emit('invoice.payment_succeeded', 'invoice', id)
  return paid
}

export function voidInvoice(account: Account, id: string): Stripe.Invoice {
  const invoice = account.get('invoice', id)
  const payment = paymentOf(account, id)
  if (payment) {
    const canceled_at = account.seconds()
    account.update('invoice_payment', payment.id, {
      status: 'canceled',
      status_transitions: { ...payment.status_transitions, canceled_at },
    })
  }
  const voided = account.update(
    'invoice',
    id,
    {
      next_payment_attempt: null,
      status: 'void',
      status_transitions: { ...invoice.status_transitions, voided_at: account.seconds() },
    },
    'invoice.voided',
  )
  const subscription = account.find(
    'subscription',
    idOf(invoice.parent?.subscription_details?.subscription) ?? '',
  )
  // Nothing is owed any more, though nothing was paid.
  if (subscription?.status === 'past_due' && idOf(subscription.latest_invoice) === id)
    account.update('subscription', subscription.id, { status: 'active' }, 'customer.subscription.updated')
  return voided
}

export function paymentOf(account: Account, invoice: string): Stripe.InvoicePayment | undefined {
  for (const payment of account.tables.invoice_payment.newest())
    if (payment.invoice === invoice) return payment
  return undefined
}

/** Carries no metadata of ours, and neither does its charge: that is Stripe's way with subscriptions. */
export function openInvoiceIntent(
  account: Account,
  { amount, customer, description }: { amount: number; customer: string | null; description: string },
): Stripe.PaymentIntent {
  const intent = buildPaymentIntent({
    id: newId('pi'),
    created: account.seconds(),
    amount,
    customer,
    description,
    metadata: {},
    receiptEmail: null,
    setupFutureUsage: 'off_session',
    statementDescriptor: null,
    statementDescriptorSuffix: null,
    secret: newId('', 25).slice(1),
  })
  return account.create('payment_intent', intent, 'payment_intent.created')
}
