import type { Fixed } from './fixed.ts'
import { cancelledBy, type Holding, type RefundSince, unitsBought } from './holding.ts'
import type { PoolPeriodRow } from './strike-period.ts'

/** What one period did to one gift, in cents: gift and fee cover in less what went back, and the charge's card fee. */
export type GiftStep = { seq: number; gross: bigint; fee: bigint }

/**
 * A gift's holding, with how much of it can still be given back. Money that came back after it was lost (a dispute
 * won, a refund that failed) is a tranche of its own, bought at the price of the period in which it came back.
 */
export type Tranche = Holding & {
  refundable: bigint
  refunded: bigint
  cancellations: { seq: number; units: Fixed }[]
}

/** Lives a gift through its steps, the first one being its charge. `periods` are the struck ones, the first one first. */
export function tranchesOf(steps: readonly GiftStep[], periods: readonly PoolPeriodRow[]): Tranche[] {
  let tranches: Tranche[] = []
  for (const [index, step] of steps.entries()) {
    const period = periods[step.seq - 1]
    if (!period) throw new RangeError(`period ${step.seq} has not been struck`)
    if (index === 0 || step.gross > 0n) tranches.push(bought(step, period))
    else tranches = givenBack(tranches, step).tranches
  }
  return tranches
}

/** What a loss of `-gross` cents in period `seq` takes from the tranches, the oldest first; never more than there is. */
export function givenBack(
  tranches: readonly Tranche[],
  { seq, gross }: Pick<GiftStep, 'seq' | 'gross'>,
): { tranches: Tranche[]; refunds: RefundSince[] } {
  let left = gross < 0n ? -gross : 0n
  const refunds: RefundSince[] = []
  const after = tranches.map((tranche) => {
    const { epoch, units, refundable, refunded } = tranche
    const taken = min(left, refundable - refunded)
    if (taken === 0n) return tranche
    left -= taken
    const refund = {
      epoch,
      units,
      refundable,
      refundedBefore: refunded,
      refundedAfter: refunded + taken,
    }
    refunds.push(refund)
    return {
      ...tranche,
      refunded: refund.refundedAfter,
      cancellations: [...tranche.cancellations, { seq, units: cancelledBy(refund) }],
    }
  })
  return { tranches: after, refunds }
}

function bought({ seq, gross, fee }: GiftStep, { epoch, unitsPerCent }: PoolPeriodRow): Tranche {
  return {
    joinedSeq: seq,
    epoch,
    units: unitsBought(gross - fee, unitsPerCent),
    refundable: gross > 0n ? gross : 0n,
    refunded: 0n,
    cancellations: [],
  }
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
