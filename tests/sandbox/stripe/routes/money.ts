import type { Account } from '../account.ts'
import { idOf } from '../ids.ts'
import { list } from '../list.ts'
import { refundCharge } from '../money/refund-charge.ts'
import { dated, listing } from '../param-rules.ts'
import type { Params } from '../params.ts'
import { route } from '../route.ts'
import { invalid } from '../stripe-error.ts'

export const moneyRoutes = [
  route('GET /v1/payment_intents', [...listing, ...dated, 'customer'], ({ account, params }) =>
    list(account, 'payment_intent', params, '/v1/payment_intents', (intent) =>
      params.matches('customer', intent.customer),
    ),
  ),
  route('GET /v1/payment_intents/:id', ['client_secret'], ({ account, id }) =>
    account.get('payment_intent', id),
  ),
  route('GET /v1/charges', [...listing, ...dated, 'customer', 'payment_intent'], ({ account, params }) =>
    list(
      account,
      'charge',
      params,
      '/v1/charges',
      (charge) =>
        params.matches('customer', charge.customer) &&
        params.matches('payment_intent', charge.payment_intent),
    ),
  ),
  route('GET /v1/charges/:id', [], ({ account, id }) => account.get('charge', id)),
  route(
    'POST /v1/refunds',
    [
      'amount:int',
      'charge',
      'instructions_email',
      'metadata.*',
      'payment_intent',
      'reason:duplicate|fraudulent|requested_by_customer',
    ],
    ({ account, params }) =>
      refundCharge(account, {
        charge: chargeOf(account, params),
        amount: params.int('amount'),
        metadata: params.metadata(),
        reason: params.str('reason') ?? null,
      }),
  ),
  route('GET /v1/refunds', [...listing, ...dated, 'charge', 'payment_intent'], ({ account, params }) =>
    list(
      account,
      'refund',
      params,
      '/v1/refunds',
      (refund) =>
        params.matches('charge', refund.charge) && params.matches('payment_intent', refund.payment_intent),
    ),
  ),
  route('GET /v1/refunds/:id', [], ({ account, id }) => account.get('refund', id)),
  route('POST /v1/refunds/:id', ['metadata.*'], ({ account, params, id }) => {
    const refund = account.get('refund', id)
    return account.update(
      'refund',
      id,
      { metadata: params.metadata(refund.metadata ?? {}) },
      'refund.updated',
    )
  }),
  route(
    'GET /v1/balance_transactions',
    [...listing, ...dated, 'currency', 'payout', 'source', 'type'],
    ({ account, params }) => {
      const payout = params.str('payout')
      if (payout && !account.get('payout', payout, 'payout').automatic) {
        throw invalid(
          'Balance transaction history can only be filtered on automatic transfers, not manual.',
          'payout',
        )
      }
      return list(
        account,
        'balance_transaction',
        params,
        '/v1/balance_transactions',
        (transaction) =>
          params.matches('type', transaction.type) &&
          params.matches('source', transaction.source) &&
          params.matches('currency', transaction.currency) &&
          params.matches('payout', account.find('paid_out', transaction.id)?.payout),
      )
    },
  ),
  route('GET /v1/balance_transactions/:id', [], ({ account, id }) => account.get('balance_transaction', id)),
]

function chargeOf(account: Account, params: Params) {
  const charge = params.str('charge')
  if (charge) return account.get('charge', charge)
  const intent = params.str('payment_intent')
  if (!intent)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  const latest = idOf(account.get('payment_intent', intent).latest_charge)
  if (!latest)
    throw invalid(
      `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
      'payment_intent',
    )
  return account.get('charge', latest)
}
