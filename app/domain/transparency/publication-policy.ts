import { Refusal } from '#app/domain/refusal.ts'

/** A fund's published rules for what the public may see, and how late. */
export type PublicationPolicy = {
  /** The least number of events behind a figure that changes. */
  k: number
  roundingCents: bigint
  delayDays: number
  /** Shows each single event, to demonstrate the whole round in a minute. Never with real money. */
  demonstration: boolean
}

/** What was counted behind a figure since it last changed in public. Amounts in cents. */
export type Cell = {
  events: number
  /** All movements added up without their sign: a stock may stand still although much came and went. */
  moved: bigint
  largestOneBond: bigint
}

const leastK = 5
const leastDelayDays = 14
const leastRoundingCents = 100_00n

/** Refuses a policy that would let the public see one person's bond. */
export function refuseUnsafePolicy({ k, roundingCents, delayDays, demonstration }: PublicationPolicy): void {
  if (!Number.isInteger(k) || k < (demonstration ? 1 : leastK)) {
    throw new Refusal('publication_k_too_small', { least: leastK }, 'k')
  }
  if (delayDays < (demonstration ? 0 : leastDelayDays)) {
    throw new Refusal('publication_delay_too_short', { leastDays: leastDelayDays }, 'delayDays')
  }
  if (roundingCents < (demonstration ? 1n : leastRoundingCents)) {
    throw new Refusal('publication_rounding_too_fine', { leastCents: leastRoundingCents }, 'rounding')
  }
}

/** The latest instant that a close made at `now` may reach, in milliseconds since 1970. */
export const latestCut = (now: number, { delayDays }: PublicationPolicy): number =>
  now - delayDays * 86_400_000

/**
 * Enough events, and no one bond more than half of what moved. A demonstration lets a single bond be seen.
 */
export function isLargeEnough({ events, moved, largestOneBond }: Cell, policy: PublicationPolicy): boolean {
  if (events < policy.k || events === 0) return false
  return policy.demonstration || largestOneBond * 2n <= moved
}

/** The flows that donors see their share of. */
export type SharedFlow = 'posted' | 'returned' | 'support' | 'not_coming_back'

/**
 * Whether a close may end the pool period, counted since the last one that did. Two gifts on either side of
 * its end will show what the period did, so each flow is large enough to hide every bond, or did not move.
 */
export function endsPoolPeriod(
  cells: Readonly<Record<SharedFlow, Cell>>,
  policy: PublicationPolicy,
): boolean {
  const moving = Object.values(cells).filter(({ events }) => events > 0)
  return moving.length > 0 && moving.every((cell) => isLargeEnough(cell, policy))
}
