import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { idOf } from '../ids.ts'
import { invalid } from '../stripe-error.ts'
import { book } from './book.ts'

/**
 * The donor's bank sent the refund back: the money returns to the balance, the charge counts as less refunded. One that was
 * still waiting for money is given up, and nothing moves.
 */
export function failRefund(account: Account, id: string): Stripe.Refund {
  const refund = account.get('refund', id)
  const waited = refund.status === 'pending'
  if (refund.status !== 'succeeded' && !waited)
    throw invalid(`Refund ${id} is ${refund.status}; it cannot fail any more.`)
  const charge = account.get('charge', idOf(refund.charge) ?? '')
  const returned = waited
    ? {}
    : {
        failure_balance_transaction: book(account, {
          amount: refund.amount,
          type: 'refund_failure',
          reportingCategory: 'refund_failure',
          description: 'REFUND FAILURE',
          source: id,
        }).id,
      }
  account.update('charge', charge.id, {
    amount_refunded: charge.amount_refunded - refund.amount,
    refunded: false,
  })
  return account.update(
    'refund',
    id,
    {
      ...returned,
      failure_reason: waited ? 'insufficient_funds' : 'expired_or_canceled_card',
      status: 'failed',
    },
    'refund.updated',
    'charge.refund.updated',
    'refund.failed',
  )
}
