import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { newId } from '../ids.ts'
import { buildPayout } from '../objects/payout.ts'
import { invalid } from '../stripe-error.ts'
import { balanceOf } from './balance.ts'
import { book, planPayout } from './book.ts'

const day = 86_400_000

/** The daily payout: everything available, unless that is nothing or less. `everything` takes what is pending too. */
export function payOutAutomatically(account: Account, { everything = false } = {}): Stripe.Payout | null {
  if (!account.settings.automaticPayouts) return null
  const all = [...unpaid(account)]
  const available = all.filter(({ available_on }) => everything || available_on <= account.seconds())
  const amount = available.reduce((sum, transaction) => sum + transaction.net, 0)
  if (amount <= 0) {
    if (all.length > 0) planPayout(account)
    return null
  }
  const payout = send(account, amount, true, 'STRIPE PAYOUT')
  for (const { id } of available) account.put('paid_out', { id, payout: payout.id })
  account.put('paid_out', { id: String(payout.balance_transaction), payout: payout.id })
  account.later(account.now() + account.settings.settleDelayMs, 'reconcile-payout', payout.id)
  account.later(account.now() + day, 'pay-payout', payout.id)
  if (all.length > available.length) planPayout(account)
  return payout
}

/** A payout by hand has no composition at Stripe; it is simply less balance. */
export function payOutByHand(account: Account, amount: number, description: string | null): Stripe.Payout {
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  if (amount > balanceOf(account).available) {
    throw invalid(
      'You have insufficient funds in your Stripe account for this transfer.',
      'amount',
      'balance_insufficient',
    )
  }
  const payout = send(account, amount, false, description)
  account.later(account.now() + day, 'pay-payout', payout.id)
  return payout
}

function send(
  account: Account,
  amount: number,
  automatic: boolean,
  description: string | null,
): Stripe.Payout {
  const id = newId('po')
  const arrival = Math.floor(account.now() / day + 1) * 86_400
  const transaction = book(account, {
    amount: -amount,
    type: 'payout',
    reportingCategory: 'payout',
    description,
    source: id,
    availableOn: automatic ? arrival : account.seconds(),
  })
  const payout = buildPayout({
    id,
    created: account.seconds(),
    amount,
    arrival,
    automatic,
    description,
    transaction: transaction.id,
  })
  return account.create('payout', payout, 'payout.created')
}

function* unpaid(account: Account) {
  for (const transaction of account.tables.balance_transaction.oldest()) {
    if (!account.find('paid_out', transaction.id)) yield transaction
  }
}
