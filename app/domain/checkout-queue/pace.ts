/** How fast payment pages are opened, and how many gifts may wait for theirs. */
export type Pace = {
  perSecond: number
  /** How many may go at once after a quiet time. */
  burst: number
  mostWaiting: number
}

/** The longest that anyone in the line waits while nobody leaves it. */
const longestSeconds = 60

/**
 * From what Stripe allows on one endpoint in a second: 80 % of it, and a tenth of it at once, or two so that a turn that was
 * taken late is not lost. The rest is for calls that are slower on their way than the ones behind them.
 */
export function paceWithin(allowedPerSecond: number): Pace {
  const perSecond = allowedPerSecond * 0.8
  return {
    perSecond,
    burst: Math.max(1, Math.min(allowedPerSecond / 5, Math.max(2, Math.floor(allowedPerSecond / 10)))),
    mostWaiting: Math.max(1, Math.floor(perSecond * longestSeconds)),
  }
}

/** Whole minutes after which a full line has moved on. */
export const minutesOfFullLine = ({ mostWaiting, perSecond }: Pace): number =>
  Math.ceil(mostWaiting / perSecond / 60)
