/** Who sends one payment for many bonds. Its name may tell of a case and is kept sealed. */
export const payers = ['court', 'dhs', 'other'] as const
export type Payer = (typeof payers)[number]

/** What a line is for its bond: money that was due, or money after a loss. */
export type Brings = 'return' | 'recovery'

export const linesAtMost = 200
