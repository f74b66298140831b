import type { BondState } from './bond.ts'

/**
 * What may still come after a loss, and the states that the bond passes through when it does. Courts and DHS pay in parts:
 * the first part moves the bond, later ones find it there, and it closes when all that was lost is back, or when someone
 * records that no more will come.
 */
const ways: Readonly<Record<string, readonly BondState[]>> = {
  forfeited: ['remitted'],
  remitted: [],
  written_off: ['recovered'],
  recovered: [],
  // DHS takes the breach back after it was paid, and refunds instead of letting the bond live on.
  rescinded: [],
  breached: ['interest_claimed'],
  interest_claimed: [],
}

/** Null where nothing can come. */
export const afterRecovery = (state: string): readonly BondState[] | null =>
  Object.hasOwn(ways, state) ? (ways[state] ?? null) : null

/**
 * Whether something may come after a loss: as long as it stands open, and after it was closed of what was paid upon calls beyond
 * the deposit, since a court may call late and remit later.
 */
export const mayStillCome = ({ state, callsOut }: { state: string; callsOut?: boolean }): boolean =>
  afterRecovery(state) !== null || (state === 'closed' && callsOut === true)

/** A breach takes the principal, and leaves the interest up to its day, which DHS pays once when it is claimed. */
export const bringsInterestOnly = (state: string): boolean =>
  state === 'breached' || state === 'interest_claimed'
