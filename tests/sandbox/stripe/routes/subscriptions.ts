import { cancelSubscription } from '../billing/cancel-subscription.ts'
import { updateSubscription } from '../billing/update-subscription.ts'
import { list } from '../list.ts'
import { dated, listing } from '../param-rules.ts'
import { route } from '../route.ts'
import { missing } from '../stripe-error.ts'

export const subscriptionRoutes = [
  route(
    'GET /v1/subscriptions',
    [
      ...listing,
      ...dated,
      'customer',
      'price',
      'status:active|all|canceled|ended|incomplete|incomplete_expired|past_due|paused|trialing|unpaid',
    ],
    ({ account, params }) => {
      const status = params.str('status')
      return list(
        account,
        'subscription',
        params,
        '/v1/subscriptions',
        (subscription) =>
          params.matches('customer', subscription.customer) &&
          params.matches('price', subscription.items.data[0]?.price) &&
          ofStatus(subscription.status, status),
      )
    },
  ),
  route('GET /v1/subscriptions/:id', [], ({ account, id }) => account.get('subscription', id)),
  route(
    'POST /v1/subscriptions/:id',
    [
      'cancel_at_period_end:bool',
      'cancellation_details.comment',
      'cancellation_details.feedback',
      'default_payment_method',
      'description',
      'items[].id',
      'items[].price',
      'items[].price_data.currency!',
      'items[].price_data.product!',
      'items[].price_data.recurring.interval:day|week|month|year!',
      'items[].price_data.recurring.interval_count:int',
      'items[].price_data.unit_amount:int',
      'items[].quantity:int',
      'metadata.*',
      'pause_collection.behavior:keep_as_draft|mark_uncollectible|void!',
      'pause_collection.resumes_at:int',
      'payment_behavior',
      'proration_behavior:always_invoice|create_prorations|none',
      'trial_end',
    ],
    ({ account, params, id }) => updateSubscription(account, id, params),
  ),
  route(
    'DELETE /v1/subscriptions/:id',
    ['cancellation_details.comment', 'cancellation_details.feedback', 'invoice_now:bool', 'prorate:bool'],
    ({ account, params, id }) => {
      if (account.get('subscription', id).status === 'canceled') throw missing('subscription', id)
      return cancelSubscription(account, id, 'cancellation_requested', {
        comment: params.str('cancellation_details.comment'),
        feedback: params.str('cancellation_details.feedback'),
      })
    },
  ),
]

/** Without a status Stripe leaves the canceled ones out. */
function ofStatus(status: string, wanted: string | undefined): boolean {
  if (!wanted) return status !== 'canceled'
  if (wanted === 'all') return true
  if (wanted === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return status === wanted
}
