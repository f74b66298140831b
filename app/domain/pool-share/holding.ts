import { type Fixed, minus, proportion, times } from './fixed.ts'

/** A gift's part of a pool: bought in one period, and perhaps given back later in pieces. */
export type Holding = {
  joinedSeq: number
  epoch: number
  units: Fixed
  /** From the period `seq` on, these units no longer take part. */
  cancellations?: readonly { seq: number; units: Fixed }[]
}

/**
 * What one period did to one gift of an earlier period. Amounts in cents, cumulative, refunds and disputes
 * together.
 */
export type RefundSince = {
  epoch: number
  /** The units that the gift bought when it joined. */
  units: Fixed
  /**
   * What was left of the gift, before card fees, when its own period closed: the most that can still be given
   * back.
   */
  refundable: bigint
  refundedBefore: bigint
  refundedAfter: bigint
}

/** The units of a gift: `net` is its cents after card fee, refunds and disputes within its period. */
export const unitsBought = (net: bigint, unitsPerCent: Fixed): Fixed =>
  times(net > 0n ? net : 0n, unitsPerCent)

/**
 * Divides the running total, not the step: after any number of refunds exactly the refunded part is gone, and
 * all of it after a full one. Money that comes back (a dispute won) buys units anew in its own period, at
 * that period's price.
 */
export function cancelledBy(refund: RefundSince): Fixed {
  const { units, refundable, refundedBefore, refundedAfter } = refund
  if (refundedBefore < 0n || refundedAfter < refundedBefore || refundedAfter > refundable) {
    throw new RangeError(`refunded ${refundedBefore}, then ${refundedAfter}, of ${refundable} cents`)
  }
  if (refundable === 0n) return minus(units, units)
  return minus(proportion(units, refundedAfter, refundable), proportion(units, refundedBefore, refundable))
}
