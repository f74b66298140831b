import { endWish } from '#app/domain/schedule-wishes/end-wish.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { isAsSeen, recordSight } from './record-sight.server.ts'
import { Subscription } from './subscription.ts'
import { tellEnd } from './tell-end.server.ts'

export type ScheduleState = 'active' | 'past_due' | 'paused' | 'cancelled'

/** `event`: what Stripe rang about, perhaps late. `answer`: what Stripe just said to a question of ours. */
type Source = 'event' | 'answer'

/**
 * Follows a monthly schedule, wherever it was changed. Events may come late or out of order: an older one never overwrites
 * what a newer one said, and of two from one second nobody knows which is newer, so Stripe is asked. A cancelled schedule
 * stays cancelled (Stripe never revives one).
 */
export async function recordSubscription(
  tx: Tx,
  payload: unknown,
  when: Date,
  source: Source = 'event',
): Promise<void> {
  const subscription = Subscription.parse(payload)
  const state = stateOf(subscription)
  // Two events at once are taken one after the other, so that the older cannot overwrite the newer.
  await tx.$queryRaw`
    select id from recurring_donation where stripe_subscription_id = ${subscription.id} for no key update`
  const known = await tx.recurringDonation.findUnique({ where: { stripeSubscriptionId: subscription.id } })
  // Not known yet: its first payment makes it, and the state of a schedule that never paid interests nobody.
  if (!known || !state || known.state === 'cancelled') return

  const at = source === 'answer' ? latest(wholeSecond(when), known.seenAt) : when
  const isLate = source === 'event' && state !== 'cancelled' && known.seenAt > at
  if (isLate) return
  const isBack = known.state === 'past_due' && state === 'active'
  const isTie = source === 'event' && state !== 'cancelled' && known.seenAt.getTime() === at.getTime()
  if (
    (isBack && isUnread(subscription)) ||
    (isTie && !(await isAsSeen(tx, { known, state, subscription })))
  ) {
    await enqueue(tx, 'monthly.look', { scheduleId: known.id }, { key: `monthly.look:${known.id}` })
    return
  }

  await recordSight(tx, known.id, subscription)
  // What Stripe shows wins, also over an answer that never came.
  await endWish(tx, { wishId: subscription.metadata.change, scheduleId: known.id, outcome: 'done', at })
  const endedAt = subscription.ended_at ? new Date(subscription.ended_at * 1000) : at
  await tx.recurringDonation.update({
    where: { id: known.id },
    data: { state, seenAt: latest(at, known.seenAt), ...(state === 'cancelled' ? { endedAt } : {}) },
  })
  await lookAtWhatFailed(tx, state, subscription)
  if (state === known.state) return
  const recovered = isBack && wasPaid(subscription)
  await tx.recurringDonationChange.createMany({
    skipDuplicates: true,
    data: {
      recurringDonationId: known.id,
      fromState: known.state,
      toState: state,
      cause: `${recovered ? 'recovered' : `stripe:${subscription.status}`}:${at.getTime()}`,
      occurredAt: at,
    },
  })
  if (state === 'cancelled') await tellEnd(tx, known.id, { at: endedAt, subscription })
}

/** What failed is looked at whenever a gift is seen to be owing: of the failure itself nothing may have been heard. */
async function lookAtWhatFailed(tx: Tx, state: ScheduleState, { latest_invoice: invoice }: Subscription) {
  if (state !== 'past_due' || !invoice) return
  const { id } = invoice
  await enqueue(tx, 'monthly.failed-payment', { invoiceId: id }, { key: `monthly.failed-payment:${id}` })
}

/** Active again: paid, or struck out by hand? An invoice that is only named does not say. */
const isUnread = ({ latest_invoice: invoice }: Subscription): boolean => invoice?.status === null

/** A payment came back only where what was owed was paid; one that somebody struck out at Stripe did not. */
const wasPaid = ({ latest_invoice: invoice }: Subscription): boolean =>
  invoice?.status === 'paid' && (invoice.amount_paid ?? 0) > 0

/** Stripe dates its events to the second: an answer of ours must not hide what happens later within the same one. */
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000)

const latest = (one: Date, other: Date): Date => (one > other ? one : other)

/** Null before the first payment, which a schedule that is known here has behind it: such an event comes late. */
function stateOf(subscription: Subscription): ScheduleState | null {
  switch (subscription.status) {
    case 'canceled':
    case 'incomplete_expired':
      return 'cancelled'
    case 'past_due':
    case 'unpaid':
      return 'past_due'
    case 'incomplete':
      return null
    case 'paused':
      return 'paused'
    default:
      return subscription.pause_collection ? 'paused' : 'active'
  }
}
