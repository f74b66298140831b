import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { newId } from '../ids.ts'
import { buildCheckoutSession } from '../objects/checkout-session.ts'
import type { Params } from '../params.ts'
import { priceOf } from '../price-of.ts'
import { invalid } from '../stripe-error.ts'

const halfAnHour = 1800
const day = 86_400

/** Opens a hosted payment. What the payment will carry is remembered beside the session, as Stripe does. */
export function createSession(account: Account, params: Params, publicUrl: string): Stripe.Checkout.Session {
  const mode = params.str('mode') === 'subscription' ? 'subscription' : 'payment'
  refuseForeign(params, mode)
  const created = account.seconds()
  const expiresAt = params.int('expires_at') ?? created + day
  if (expiresAt < created + halfAnHour - 60 || expiresAt > created + day + 60) {
    throw invalid(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.',
      'expires_at',
    )
  }
  const customer = params.str('customer') ?? null
  if (customer) account.get('customer', customer, 'customer')
  const lines = params.list('line_items').map((line) => orderLine(account, line, mode))
  if (lines.length === 0) throw invalid('You must provide at least one line item.', 'line_items')
  const id = newId('cs_test', 58)
  const session = buildCheckoutSession({
    id,
    created,
    expiresAt,
    amount: lines.reduce((sum, line) => sum + line.amount, 0),
    mode,
    adaptivePricing: params.bool('adaptive_pricing.enabled') ?? true,
    cancelUrl: params.str('cancel_url') ?? null,
    clientReferenceId: params.str('client_reference_id') ?? null,
    customer,
    customerEmail: params.str('customer_email') ?? null,
    locale: params.str('locale') ?? null,
    metadata: params.metadata(),
    allowedTypes: params.has('allowed_payment_method_types')
      ? params.strings('allowed_payment_method_types')
      : null,
    submitType: params.str('submit_type') ?? null,
    successUrl: params.str('success_url') ?? '',
    url: `${publicUrl}/pay/${id}`,
  })
  account.put('order', {
    id,
    lines: lines.map(({ amount: _, ...line }) => line),
    paymentMetadata: params.map('payment_intent_data.metadata'),
    subscriptionMetadata: params.map('subscription_data.metadata'),
    description:
      params.str('payment_intent_data.description') ?? params.str('subscription_data.description') ?? null,
    statementDescriptor: params.str('payment_intent_data.statement_descriptor') ?? null,
    statementDescriptorSuffix: params.str('payment_intent_data.statement_descriptor_suffix') ?? null,
    receiptEmail: params.str('payment_intent_data.receipt_email') ?? null,
  })
  account.later(expiresAt * 1000, 'expire-session', id)
  return account.put('checkout_session', session)
}

/** Closes a session that nobody paid. */
export function expireSession(account: Account, id: string): Stripe.Checkout.Session {
  const session = account.get('checkout_session', id)
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  }
  return account.update('checkout_session', id, { status: 'expired', url: null }, 'checkout.session.expired')
}

function refuseForeign(params: Params, mode: 'payment' | 'subscription') {
  const foreign = mode === 'payment' ? 'subscription_data' : 'payment_intent_data'
  if (params.has(foreign)) throw invalid(`You can not pass \`${foreign}\` in \`${mode}\` mode.`, foreign)
  if (mode === 'subscription' && params.has('submit_type')) {
    throw invalid('You can not pass `submit_type` in `subscription` mode.', 'submit_type')
  }
  if (mode === 'subscription' && params.has('customer_creation')) {
    throw invalid('`customer_creation` can only be used in `payment` mode.', 'customer_creation')
  }
  if (params.has('customer') && params.has('customer_email')) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.', 'customer')
  }
  if (!params.str('success_url'))
    throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing')
  if ((params.str('payment_intent_data.statement_descriptor_suffix') ?? '').length > 22) {
    throw invalid(
      'The statement descriptor suffix must be at most 22 characters.',
      'payment_intent_data[statement_descriptor_suffix]',
    )
  }
}

function orderLine(account: Account, line: Params, mode: 'payment' | 'subscription') {
  const price = priceOf(account, line)
  const quantity = line.int('quantity') ?? 1
  if (quantity < 1) throw invalid('Quantity must be at least 1.', 'line_items[0][quantity]')
  if (mode === 'subscription' && !price.recurring) {
    throw invalid('You must provide at least one recurring price in `subscription` mode.', 'line_items')
  }
  if (mode === 'payment' && price.recurring) {
    throw invalid('You specified `payment` mode but passed a recurring price.', 'line_items')
  }
  const amount = (price.unit_amount ?? 0) * quantity
  if (amount < 50)
    throw invalid(
      'The Checkout Session’s total amount must convert to at least 50 cents.',
      undefined,
      'amount_too_small',
    )
  if (amount > 99_999_999)
    throw invalid(
      'The Checkout Session’s total amount must be no more than $999,999.99.',
      undefined,
      'amount_too_large',
    )
  const product = account.find('product', typeof price.product === 'string' ? price.product : '')
  return { price: price.id, quantity, description: product?.name ?? 'Payment', amount }
}
