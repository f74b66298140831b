import { Temporal } from 'temporal-polyfill'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ScheduleState } from './record-subscription.server.ts'
import type { Subscription } from './subscription.ts'

type Sight = {
  amountCents: bigint
  anchorAt: Date
  periodEndsAt: Date
  isPaused: boolean
  resumesAt: Date | null
}

/**
 * Keeps how Stripe showed a schedule last. Nothing is booked by it. Of a new card an event only brings the name: the old
 * one's face is forgotten, or its donor would be shown it, and told of its end; Stripe is asked for the new one's.
 */
export async function recordSight(tx: Tx, scheduleId: string, subscription: Subscription): Promise<void> {
  const sight = sightOf(subscription)
  if (!sight) return
  const known = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId: scheduleId } })
  const card = cardOf(subscription)
  const isNewCard = card !== null && card.cardId !== known?.cardId
  const seen = { ...sight, ...(isNewCard ? { ...faceless, ...card } : card) }
  await tx.recurringDonationSight.upsert({
    where: { recurringDonationId: scheduleId },
    create: { recurringDonationId: scheduleId, ...seen },
    update: seen,
  })
  if (isNewCard && !('cardLast4' in card) && known)
    await enqueue(tx, 'monthly.look', { scheduleId }, { key: `monthly.look:${scheduleId}` })
}

const faceless = { cardBrand: null, cardLast4: null, cardExpiresOn: null }

/** Whether nothing would be learned: then it does not matter which of two events of one second came first. */
export async function isAsSeen(
  tx: Tx,
  of: { known: { id: string; state: string }; state: ScheduleState; subscription: Subscription },
): Promise<boolean> {
  const sight = sightOf(of.subscription)
  const known = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId: of.known.id } })
  if (!sight || !known) return of.state === of.known.state
  return (
    of.state === of.known.state &&
    sight.amountCents === known.amountCents &&
    sight.periodEndsAt.getTime() === known.periodEndsAt.getTime() &&
    sight.anchorAt.getTime() === known.anchorAt.getTime() &&
    sight.isPaused === known.isPaused &&
    sight.resumesAt?.getTime() === known.resumesAt?.getTime()
  )
}

function sightOf(subscription: Subscription): Sight | null {
  const { billing_cycle_anchor: anchor, items, pause_collection: pause } = subscription
  const item = items?.data[0]
  if (!item || anchor === undefined) return null
  return {
    amountCents: BigInt(item.price.unit_amount ?? 0) * BigInt(item.quantity ?? 1),
    anchorAt: new Date(anchor * 1000),
    periodEndsAt: new Date(item.current_period_end * 1000),
    isPaused: Boolean(pause),
    resumesAt: pause?.resumes_at ? new Date(pause.resumes_at * 1000) : null,
  }
}

function cardOf({ default_payment_method: method }: Subscription) {
  if (!method) return null
  if (typeof method === 'string') return { cardId: method }
  const { card } = method
  if (!card) return { cardId: method.id }
  const month = Temporal.PlainYearMonth.from({ year: card.exp_year, month: card.exp_month })
  return {
    cardId: method.id,
    cardBrand: card.brand,
    cardLast4: card.last4,
    cardExpiresOn: new Date(`${month.toPlainDate({ day: month.daysInMonth })}T00:00:00Z`),
  }
}
