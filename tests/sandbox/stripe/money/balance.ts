import type Stripe from 'stripe'
import type { Account } from '../account.ts'

/** What has been booked, net, in cents: that which may be paid out now, and that which is still waiting. */
export function balanceOf(account: Account): { available: number; pending: number } {
  const now = account.seconds()
  let available = 0
  let pending = 0
  for (const transaction of account.tables.balance_transaction.oldest()) {
    // A payout's own entry is final from its first second, whatever date it carries.
    if (transaction.available_on <= now || transaction.type === 'payout') available += transaction.net
    else pending += transaction.net
  }
  return { available, pending }
}

export function stripeBalance(account: Account): Stripe.Balance {
  const { available, pending } = balanceOf(account)
  return {
    object: 'balance',
    available: [{ amount: available, currency: 'usd', source_types: { card: available } }],
    livemode: false,
    pending: [{ amount: pending, currency: 'usd', source_types: { card: pending } }],
  } satisfies Stripe.Balance
}
