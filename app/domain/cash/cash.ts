/** Where an advance comes from, and where it is brought back to. */
export const cashPlaces = ['bank', 'cash_box'] as const
export type CashPlace = (typeof cashPlaces)[number]

/** Why a bond could not be posted. Codes: a sentence could name a person. */
export const attemptReasons = [
  'court_refused',
  'office_closed',
  'amount_changed',
  'released_otherwise',
  'another_hold',
] as const
export type AttemptReason = (typeof attemptReasons)[number]

/** What a difference between the cash box and the books turned out to be. */
export const differenceReasons = ['lost', 'found', 'miscounted'] as const
export type DifferenceReason = (typeof differenceReasons)[number]

/** Less than the books say can be lost, more can be found, and either can be a wrong count. */
export const reasonsFitting = (difference: bigint): DifferenceReason[] =>
  difference < 0n ? ['lost', 'miscounted'] : ['found', 'miscounted']

/** In working days after it was handed over: what is left is counted back, and every receipt is in. */
export const countBackWithin = 1
export const receiptsWithin = 2

export const mostCoveredAtOnce = 20
