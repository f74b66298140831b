import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { nextRenewal } from '../calendar.ts'
import { looksOf } from '../cards.ts'
import type { Outcome } from '../checkout/pay-session.ts'
import { idOf, newId } from '../ids.ts'
import { chargeCard } from '../money/charge-card.ts'
import { customerDetails } from '../objects/checkout-session.ts'
import { buildCustomer, buildPaymentMethod } from '../objects/customer.ts'
import { buildItem, buildSubscription } from '../objects/subscription.ts'
import { draftInvoice, finalizeInvoice, markPaid, openInvoiceIntent } from './invoice-life.ts'

type Donor = { name: string | null; email: string | null }

/** The first payment of a monthly gift. Nothing begins unless the bank says yes. */
export function startSubscription(
  account: Account,
  session: Stripe.Checkout.Session,
  number: string,
  donor: Donor,
): Outcome {
  const customer = customerOf(account, session, donor)
  const card = account.put('card', { id: newId('pm'), number })
  const intent = openInvoiceIntent(account, {
    amount: session.amount_total ?? 0,
    customer: customer.id,
    description: 'Subscription creation',
  })
  const { charge, refusal } = chargeCard(account, {
    intent,
    card,
    renewal: false,
    subscription: null,
    ...donor,
  })
  if (refusal)
    return { status: 'open', session: account.get('checkout_session', session.id), charge, decline: refusal }

  account.create(
    'payment_method',
    buildPaymentMethod({
      id: card.id,
      created: account.seconds(),
      card: looksOf(number),
      customer: customer.id,
      ...donor,
    }),
    'payment_method.attached',
  )
  const subscription = begin(account, session, customer.id, card.id)
  const invoice = draftInvoice(account, subscription.id, 'subscription_create')
  finalizeInvoice(account, invoice.id, intent)
  markPaid(account, invoice.id, intent.id)
  const paid = account.update(
    'checkout_session',
    session.id,
    {
      customer_details: customerDetails(donor.email, donor.name),
      invoice: invoice.id,
      payment_status: 'paid',
      status: 'complete',
      subscription: subscription.id,
      url: null,
    },
    'checkout.session.completed',
  )
  return { status: 'complete', session: paid, charge: account.get('charge', charge.id) }
}

function customerOf(account: Account, session: Stripe.Checkout.Session, donor: Donor): Stripe.Customer {
  const known = account.find('customer', idOf(session.customer) ?? '')
  if (known) return known
  const customer = buildCustomer({
    id: newId('cus', 14),
    created: account.seconds(),
    email: donor.email,
    name: donor.name,
    description: null,
    metadata: {},
  })
  account.create('customer', customer, 'customer.created')
  account.update('checkout_session', session.id, { customer: customer.id })
  return customer
}

function begin(
  account: Account,
  session: Stripe.Checkout.Session,
  customer: string,
  paymentMethod: string,
): Stripe.Subscription {
  const order = account.find('order', session.id)
  const line = order?.lines[0]
  const price = account.get('price', line?.price ?? '')
  const created = account.seconds()
  const id = newId('sub')
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {}
  const end = nextRenewal(created, created, interval, interval_count)
  const item = buildItem({
    id: newId('si', 14),
    created,
    subscription: id,
    price,
    quantity: line?.quantity ?? 1,
    start: created,
    end,
  })
  account.later(end * 1000, 'renew', id)
  return account.create(
    'subscription',
    buildSubscription({
      id,
      created,
      customer,
      item,
      metadata: order?.subscriptionMetadata ?? {},
      description: order?.description ?? null,
      paymentMethod,
    }),
    'customer.subscription.created',
  )
}
