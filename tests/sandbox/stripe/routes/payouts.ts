import { list } from '../list.ts'
import { payOutByHand } from '../money/pay-out.ts'
import { cancelPayout } from '../money/payout-life.ts'
import { listing } from '../param-rules.ts'
import { route } from '../route.ts'
import { invalid } from '../stripe-error.ts'

const arrival = [
  'arrival_date:int',
  'arrival_date.gt:int',
  'arrival_date.gte:int',
  'arrival_date.lt:int',
  'arrival_date.lte:int',
]
const created = ['created:int', 'created.gt:int', 'created.gte:int', 'created.lt:int', 'created.lte:int']

export const payoutRoutes = [
  route(
    'POST /v1/payouts',
    ['amount:int!', 'currency!', 'description', 'metadata.*', 'method:standard'],
    ({ account, params }) => {
      if (params.str('currency') !== 'usd') throw invalid('The sandbox account holds usd only.', 'currency')
      return payOutByHand(account, params.int('amount') ?? 0, params.str('description') ?? null)
    },
  ),
  route(
    'GET /v1/payouts',
    [...listing, ...created, ...arrival, 'destination', 'status:pending|in_transit|paid|failed|canceled'],
    ({ account, params }) => {
      const from = Math.max(params.int('arrival_date.gte') ?? 0, (params.int('arrival_date.gt') ?? -1) + 1)
      const to = Math.min(
        params.int('arrival_date.lte') ?? Number.POSITIVE_INFINITY,
        (params.int('arrival_date.lt') ?? Number.POSITIVE_INFINITY) - 1,
      )
      return list(
        account,
        'payout',
        params,
        '/v1/payouts',
        (payout) =>
          payout.arrival_date >= from &&
          payout.arrival_date <= to &&
          params.matches('arrival_date', String(payout.arrival_date)) &&
          params.matches('destination', payout.destination) &&
          params.matches('status', payout.status),
      )
    },
  ),
  route('GET /v1/payouts/:id', [], ({ account, id }) => account.get('payout', id)),
  route('POST /v1/payouts/:id/cancel', [], ({ account, id }) => cancelPayout(account, id)),
]
