import { type DifferenceReason, reasonsFitting } from './cash.ts'

/**
 * How a count of the cash box stands: one person's word until whoever they named signs with their own figure. The same figure
 * confirms it, another disputes it. `named`: from before witnesses signed. `abandoned`: the witness can sign nothing any longer.
 */
export type CountState = 'named' | 'waiting' | 'confirmed' | 'disputed' | 'abandoned'

/** What a difference can have been: of a count that one person stands for, only that the count was wrong. */
export const explanationsOf = (of: { state: CountState; difference: bigint }): DifferenceReason[] => {
  const { state, difference } = of
  if (difference === 0n || state === 'waiting') return []
  const fitting = reasonsFitting(difference)
  return state === 'named' || state === 'confirmed' ? fitting : fitting.filter((one) => one === 'miscounted')
}
