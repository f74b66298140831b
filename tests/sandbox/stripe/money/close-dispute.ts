import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { invalid } from '../stripe-error.ts'
import { book } from './book.ts'

/** Won, even after it was lost: the money comes back, the fee as the account's settings say. Lost: nothing moves. */
export function closeDispute(account: Account, id: string, status: 'won' | 'lost'): Stripe.Dispute {
  const dispute = account.get('dispute', id)
  const isGivenBack = dispute.status === 'lost' && status === 'won'
  if (['won', 'lost', 'warning_closed'].includes(dispute.status) && !isGivenBack) {
    throw invalid(`This dispute is already closed (${dispute.status}).`, 'dispute')
  }
  if (dispute.status.startsWith('warning_')) {
    return account.update('dispute', id, { status: 'warning_closed' }, 'charge.dispute.closed')
  }
  if (status === 'lost') {
    return account.update('dispute', id, { status, is_charge_refundable: false }, 'charge.dispute.closed')
  }
  const { disputeFee, disputeFeeReturned } = account.settings
  const reinstated = book(account, {
    amount: dispute.amount,
    fee: disputeFeeReturned ? -disputeFee : 0,
    type: 'adjustment',
    reportingCategory: 'dispute_reversal',
    description: `Chargeback reversal for ${dispute.charge}`,
    source: id,
  })
  account.update(
    'dispute',
    id,
    { status, balance_transactions: [...dispute.balance_transactions, reinstated] },
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  )
  return account.get('dispute', id)
}
