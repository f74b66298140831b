import type { Account } from '../stripe/account.ts'
import { balanceOf } from '../stripe/money/balance.ts'

/** Money that only went to the bank or came back from it: neither earned nor spent. */
const payouts = new Set(['payout', 'payout_failure', 'payout_cancel'])

/** Counts and sums of what really happened; cents. API calls are those since this process began. */
export function summary(account: Account) {
  let charges = 0
  let netCents = 0
  for (const { status } of account.tables.charge.oldest()) if (status === 'succeeded') charges++
  for (const { net, type } of account.tables.balance_transaction.oldest()) {
    if (!payouts.has(type)) netCents += net
  }
  const { available, pending } = balanceOf(account)
  return {
    charges,
    refunds: account.tables.refund.size,
    disputes: account.tables.dispute.size,
    subscriptions: account.tables.subscription.size,
    payouts: account.tables.payout.size,
    sessions: account.tables.checkout_session.size,
    events: account.tables.event.size,
    netCents,
    balanceCents: available + pending,
    apiCalls: account.apiCalls,
    tooFast: account.tooFast,
  }
}
