import { createSession, expireSession } from '../checkout/create-session.ts'
import { list, listOf } from '../list.ts'
import { dated, listing } from '../param-rules.ts'
import { lineItems } from '../present.ts'
import { route } from '../route.ts'

const priceData = [
  'price',
  'price_data.currency!',
  'price_data.product',
  'price_data.product_data.name!',
  'price_data.product_data.description',
  'price_data.product_data.metadata.*',
  'price_data.recurring.interval:day|week|month|year!',
  'price_data.recurring.interval_count:int',
  'price_data.unit_amount:int',
].map((name) => `line_items[].${name}`)

export const checkoutRoutes = [
  route(
    'POST /v1/checkout/sessions',
    [
      'adaptive_pricing.enabled:bool',
      'billing_address_collection:auto|required',
      'cancel_url',
      'client_reference_id',
      'custom_text.submit.message',
      'customer',
      'customer_creation:always|if_required',
      'customer_email',
      'expires_at:int',
      ...priceData,
      'line_items[].quantity:int',
      'locale',
      'metadata.*',
      'mode:payment|subscription!',
      'payment_intent_data.description',
      'payment_intent_data.metadata.*',
      'payment_intent_data.receipt_email',
      'payment_intent_data.statement_descriptor',
      'payment_intent_data.statement_descriptor_suffix',
      'allowed_payment_method_types[]:card',
      'submit_type:auto|book|donate|pay|subscribe',
      'subscription_data.description',
      'subscription_data.metadata.*',
      'success_url!',
      'ui_mode:hosted_page',
    ],
    ({ account, params, publicUrl }) => createSession(account, params, publicUrl),
  ),
  route(
    'GET /v1/checkout/sessions',
    [...listing, ...dated, 'customer', 'payment_intent', 'status:open|complete|expired', 'subscription'],
    ({ account, params }) =>
      list(
        account,
        'checkout_session',
        params,
        '/v1/checkout/sessions',
        (session) =>
          params.matches('customer', session.customer) &&
          params.matches('payment_intent', session.payment_intent) &&
          params.matches('status', session.status) &&
          params.matches('subscription', session.subscription),
      ),
  ),
  route('GET /v1/checkout/sessions/:id', [], ({ account, id }) => account.get('checkout_session', id)),
  route('POST /v1/checkout/sessions/:id/expire', [], ({ account, id }) => expireSession(account, id)),
  route('GET /v1/checkout/sessions/:id/line_items', listing, ({ account, id }) => {
    account.get('checkout_session', id)
    return listOf(lineItems(account, id).data, `/v1/checkout/sessions/${id}/line_items`)
  }),
]
