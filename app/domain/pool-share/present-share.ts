import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { type Fixed, fixedOf, minus, none, plus, rounded } from './fixed.ts'

/** A share as it may be shown: whole steps (a dollar, or the public rounding), or *less than* one step. */
export type ShownAmount =
  | { shown: 'none' }
  | { shown: 'less_than'; cents: Cents }
  | { shown: 'about'; cents: Cents }

/**
 * Who reads, and how much of the pool is theirs: over a tenth of it, a share is nearly the fund's own figure.
 */
export type Reader = { units: Fixed; unitsTotal: Fixed; publicRoundingCents: bigint }

/** A share of a flow, in cents with 24 digits, as its holder may read it. */
export function presentShare(share: Fixed, reader: Reader): ShownAmount {
  const step = stepFor(reader)
  return share < fixedOf(step)
    ? shownAs(0n, share, step)
    : shownAs(roundTo(rounded(share), step), share, step)
}

/**
 * Where a gift stands today, in whole dollars that add up to the dollars given: out on bonds, on hand for the
 * next person, used up by fees, losses and support. Where the pool grew beyond what was given, the parts add
 * up to what it stands for now.
 */
export function presentStanding(
  standing: { given: bigint; worth: Fixed; outOnBonds: Fixed },
  reader: Reader,
): { outOnBonds: ShownAmount; onHand: ShownAmount; used: ShownAmount } {
  const given = fixedOf(standing.given)
  const worth = atLeastNone(standing.worth)
  const out = standing.outOnBonds < worth ? atLeastNone(standing.outOnBonds) : worth
  const used = atLeastNone(minus(given, worth))
  const parts = [out, minus(worth, out), used]

  const step = stepFor(reader)
  const steps = roundTo(rounded(plus(worth, used)), step) / step
  const [outSteps = 0n, handSteps = 0n, usedSteps = 0n] = steps === 0n ? [] : allocate(steps, parts)
  return {
    outOnBonds: shownAs(outSteps * step, out, step),
    onHand: shownAs(handSteps * step, minus(worth, out), step),
    used: shownAs(usedSteps * step, used, step),
  }
}

const stepFor = ({ units, unitsTotal, publicRoundingCents }: Reader): bigint =>
  units * 10n > unitsTotal && publicRoundingCents > 100n ? publicRoundingCents : 100n

const atLeastNone = (figure: Fixed): Fixed => (figure < 0n ? none : figure)

const roundTo = (amount: bigint, step: bigint): bigint => ((amount + step / 2n) / step) * step

function shownAs(amount: bigint, exact: Fixed, step: bigint): ShownAmount {
  if (amount > 0n) return { shown: 'about', cents: cents(amount) }
  return exact > 0n ? { shown: 'less_than', cents: cents(step) } : { shown: 'none' }
}
