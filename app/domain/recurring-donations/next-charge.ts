import { chargeFrom } from './charge-dates.ts'

export type Seen = { anchorAt: Date; periodEndsAt: Date; isPaused: boolean; resumesAt: Date | null }

const day = 86_400_000

/** When the card is charged next, by what was seen last at Stripe; null while it rests without an end. */
export function nextOf({ anchorAt, periodEndsAt, isPaused, resumesAt }: Seen): Date | null {
  if (!isPaused) return periodEndsAt
  return resumesAt && chargeFrom(anchorAt, periodEndsAt, resumesAt)
}

/**
 * When a gift that runs is charged next after a payment. Stripe's period says so, also where the payment came late: one that
 * was due in December and paid in January has its next in January. What was seen before the payment was due is one period old;
 * before anything was seen, the period began with the first payment.
 */
export function nextChargeAfter(
  paidAt: Date,
  { schedule, sight }: { schedule: { startedAt: Date }; sight: Seen | null },
): Date | null {
  const next = sight ? nextOf(sight) : schedule.startedAt
  if (!next || next > paidAt) return next
  return chargeFrom(sight?.anchorAt ?? schedule.startedAt, next, new Date(paidAt.getTime() + day))
}
