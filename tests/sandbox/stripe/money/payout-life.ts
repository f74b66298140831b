import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { invalid } from '../stripe-error.ts'
import { book } from './book.ts'

/** From now on Stripe lists what is in the payout. */
export function reconcilePayout(account: Account, id: string) {
  if (account.get('payout', id).reconciliation_status !== 'in_progress') return
  account.update('payout', id, { reconciliation_status: 'completed' }, 'payout.reconciliation_completed')
}

/** The bank has it. */
export function markPayoutPaid(account: Account, id: string): Stripe.Payout {
  const payout = account.get('payout', id)
  if (!isUnderWay(payout)) return payout
  return account.update('payout', id, { status: 'paid' }, 'payout.updated', 'payout.paid')
}

/** The bank sent it back: the money is in the balance again and goes with the next payout. */
export function failPayout(account: Account, id: string): Stripe.Payout {
  const payout = account.get('payout', id)
  // Stripe: a payout may first show as paid and change to failed within five business days.
  if (!isUnderWay(payout) && payout.status !== 'paid') throw invalid(`Payout ${id} is ${payout.status}.`)
  const transaction = giveBack(account, payout, 'payout_failure', 'PAYOUT FAILURE')
  return account.update(
    'payout',
    id,
    {
      failure_balance_transaction: transaction,
      failure_code: 'account_closed',
      failure_message: 'The bank account has been closed.',
      status: 'failed',
    },
    'payout.failed',
  )
}

/** Only before it is on its way to the bank. */
export function cancelPayout(account: Account, id: string): Stripe.Payout {
  const payout = account.get('payout', id)
  if (payout.status !== 'pending')
    throw invalid(`Payouts can only be canceled while pending; ${id} is ${payout.status}.`)
  const transaction = giveBack(account, payout, 'payout_cancel', 'PAYOUT CANCEL')
  return account.update(
    'payout',
    id,
    { failure_balance_transaction: transaction, status: 'canceled' },
    'payout.canceled',
  )
}

const isUnderWay = ({ status }: Stripe.Payout) => status === 'pending' || status === 'in_transit'

const giveBack = (account: Account, payout: Stripe.Payout, type: string, description: string) =>
  book(account, {
    amount: payout.amount,
    type,
    reportingCategory: 'payout_reversal',
    description,
    source: payout.id,
  }).id
