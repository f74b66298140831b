import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { midnightAfter } from '../calendar.ts'
import { newId } from '../ids.ts'
import { buildBalanceTransaction } from '../objects/balance-transaction.ts'

type Entry = {
  amount: number
  type: string
  reportingCategory: string
  fee?: number
  description?: string | null
  source?: string | null
  /** Seconds; absent: at once. */
  availableOn?: number
  /** Seconds; an earlier date than now makes a late entry, which sorts behind newer ones. */
  created?: number
}

/** Moves money at Stripe: the only place where a balance transaction is made. */
export function book(account: Account, entry: Entry): Stripe.BalanceTransaction {
  const created = entry.created ?? account.seconds()
  const transaction = buildBalanceTransaction({
    id: newId('txn'),
    created,
    amount: entry.amount,
    fee: entry.fee ?? 0,
    type: entry.type,
    reportingCategory: entry.reportingCategory,
    description: entry.description ?? null,
    source: entry.source ?? null,
    availableOn: entry.availableOn ?? created,
  })
  planPayout(account)
  return account.put('balance_transaction', transaction)
}

/** Payouts run at midnight UTC, on days on which there may be something to pay out. */
export function planPayout(account: Account) {
  if (account.due.count('pay-out') > 0) return
  account.later(midnightAfter(account.now()), 'pay-out', account.id)
}
