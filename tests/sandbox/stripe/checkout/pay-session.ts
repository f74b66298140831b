import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { startSubscription } from '../billing/start-subscription.ts'
import { cardNumber, type Refusal } from '../cards.ts'
import { idOf, newId } from '../ids.ts'
import { chargeCard } from '../money/charge-card.ts'
import { customerDetails } from '../objects/checkout-session.ts'
import { buildPaymentIntent } from '../objects/payment-intent.ts'
import { invalid } from '../stripe-error.ts'

export type Payment = { card: string; name: string | null; email: string | null }

export type Outcome =
  | { status: 'complete'; session: Stripe.Checkout.Session; charge: Stripe.Charge | null }
  | { status: 'open'; session: Stripe.Checkout.Session; charge: Stripe.Charge | null; decline: Refusal }

const notACard: Refusal = {
  code: 'incorrect_number',
  declineCode: null,
  message: 'Your card number is invalid.',
}

/** What pressing the button of the hosted page does. A session that is paid or expired refuses it. */
export function paySession(account: Account, id: string, payment: Payment): Outcome {
  const session = account.get('checkout_session', id)
  if (session.status !== 'open') throw invalid(`This Checkout Session is ${session.status}.`, 'session')
  const number = cardNumber(payment.card)
  if (!number) return { status: 'open', session, charge: null, decline: notACard }
  const donor = { name: payment.name, email: session.customer_email ?? payment.email }
  return session.mode === 'subscription'
    ? startSubscription(account, session, number, donor)
    : payOnce(account, session, number, donor)
}

/** A decline keeps the PaymentIntent for the next try, as Checkout does. */
function payOnce(
  account: Account,
  session: Stripe.Checkout.Session,
  number: string,
  donor: { name: string | null; email: string | null },
): Outcome {
  const intent =
    account.find('payment_intent', idOf(session.payment_intent) ?? '') ?? openIntent(account, session)
  const card = account.put('card', { id: newId('pm'), number })
  const { charge, refusal } = chargeCard(account, {
    intent,
    card,
    renewal: false,
    subscription: null,
    ...donor,
  })
  if (refusal)
    return { status: 'open', session: account.get('checkout_session', session.id), charge, decline: refusal }
  const paid = account.update(
    'checkout_session',
    session.id,
    {
      collected_information: { business_name: null, individual_name: null, shipping_details: null },
      customer_details: customerDetails(donor.email, donor.name),
      payment_status: 'paid',
      status: 'complete',
      url: null,
    },
    'checkout.session.completed',
  )
  return { status: 'complete', session: paid, charge: account.get('charge', charge.id) }
}

function openIntent(account: Account, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const order = account.find('order', session.id)
  const intent = buildPaymentIntent({
    id: newId('pi'),
    created: account.seconds(),
    amount: session.amount_total ?? 0,
    customer: idOf(session.customer),
    description: order?.description ?? null,
    metadata: order?.paymentMetadata ?? {},
    receiptEmail: order?.receiptEmail ?? null,
    setupFutureUsage: null,
    statementDescriptor: order?.statementDescriptor ?? null,
    statementDescriptorSuffix: order?.statementDescriptorSuffix ?? null,
    secret: newId('', 25).slice(1),
  })
  account.create('payment_intent', intent, 'payment_intent.created')
  account.update('checkout_session', session.id, { payment_intent: intent.id })
  return intent
}
