import type { Account } from './account.ts'
import { retryInvoice } from './billing/collect-invoice.ts'
import { finalizeAndCollect, renew, resumeCollection } from './billing/renew.ts'
import { expireSession } from './checkout/create-session.ts'
import type { Work } from './kinds.ts'
import { payOutAutomatically } from './money/pay-out.ts'
import { markPayoutPaid, reconcilePayout } from './money/payout-life.ts'
import { settleCharge } from './money/settle-charge.ts'

const works: Record<Work, (account: Account, ref: string) => void> = {
  'settle-charge': settleCharge,
  'expire-session': (account, id) => {
    if (account.get('checkout_session', id).status === 'open') expireSession(account, id)
  },
  renew,
  'trial-will-end': (account, id) => {
    const { status } = account.get('subscription', id)
    if (status === 'trialing') account.emit('customer.subscription.trial_will_end', 'subscription', id)
  },
  'finalize-invoice': finalizeAndCollect,
  'retry-invoice': retryInvoice,
  'resume-collection': resumeCollection,
  'pay-out': (account) => {
    payOutAutomatically(account)
  },
  'reconcile-payout': reconcilePayout,
  'pay-payout': markPayoutPaid,
}

/** Does all that has fallen due, oldest first, each thing as of its own time. */
export function runDue(account: Account) {
  for (let due = account.due.first(); due && due.at <= account.now(); due = account.due.first()) {
    const { id, at, work, ref } = due
    account.due.remove(due)
    account.unit(
      () => {
        account.remove('due', id)
        works[work](account, ref)
      },
      { frozenAt: at },
    )
  }
}

/** Milliseconds until the next due work; null when there is none. */
export function untilDue(account: Account): number | null {
  const due = account.due.first()
  return due ? Math.max(0, due.at - account.now()) : null
}

/** True while a charge waits for its balance transaction, or a payout for its list. */
export const isSettling = (account: Account): boolean =>
  account.due.count('settle-charge') + account.due.count('reconcile-payout') > 0
