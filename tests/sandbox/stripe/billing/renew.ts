import type { Account } from '../account.ts'
import { nextRenewal } from '../calendar.ts'
import { itemList } from '../objects/subscription.ts'
import { cancelSubscription } from './cancel-subscription.ts'
import { collectInvoice } from './collect-invoice.ts'
import { draftInvoice, finalizeInvoice, voidInvoice } from './invoice-life.ts'
import { isLive, itemOf } from './item-of.ts'

/** A period has ended (a trial's too): the next one begins with its invoice. */
export function renew(account: Account, id: string) {
  const subscription = account.get('subscription', id)
  const item = itemOf(subscription)
  // Work planned before a change of day finds another end of the period, and leaves it alone.
  if (!isLive(subscription) || item.current_period_end !== account.seconds()) return
  if (subscription.cancel_at_period_end) {
    cancelSubscription(account, id, 'cancellation_requested')
    return
  }
  const start = item.current_period_end
  const { interval = 'month', interval_count = 1 } = item.price.recurring ?? {}
  const end = nextRenewal(subscription.billing_cycle_anchor, start, interval, interval_count)
  account.update(
    'subscription',
    id,
    {
      items: itemList(id, { ...item, current_period_start: start, current_period_end: end }),
      ...(subscription.status === 'trialing' && { status: 'active' }),
    },
    'customer.subscription.updated',
  )
  account.later(end * 1000, 'renew', id)
  const invoice = draftInvoice(account, id, 'subscription_cycle')
  if (subscription.pause_collection) {
    holdBack(account, invoice.id, subscription.pause_collection.behavior)
    return
  }
  const wait = account.settings.invoiceDraftSeconds
  if (wait === 0) finalizeAndCollect(account, invoice.id)
  else account.later(account.now() + wait * 1000, 'finalize-invoice', invoice.id)
}

export function finalizeAndCollect(account: Account, invoice: string) {
  if (account.get('invoice', invoice).status !== 'draft') return
  finalizeInvoice(account, invoice)
  collectInvoice(account, invoice, { scheduled: true })
}

/** While collection is paused no one is charged; `void` is what a donor's pause uses. */
function holdBack(account: Account, invoice: string, behavior: string) {
  if (behavior === 'void') voidInvoice(account, invoice)
  else if (behavior === 'mark_uncollectible') {
    account.update('invoice', invoice, { status: 'uncollectible' }, 'invoice.marked_uncollectible')
  } else account.update('invoice', invoice, { auto_advance: false }, 'invoice.updated')
}

/** The date until which a donor had paused has come. */
export function resumeCollection(account: Account, id: string) {
  const { status, pause_collection } = account.get('subscription', id)
  if (status === 'canceled' || pause_collection?.resumes_at !== account.seconds()) return
  account.update('subscription', id, { pause_collection: null }, 'customer.subscription.updated')
}
