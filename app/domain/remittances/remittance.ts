/** Who sends one payment for many bonds. Its name may tell of a case and is kept sealed. */
export const payers = ['court', 'dhs', 'other'] as const
export type Payer = (typeof payers)[number]

export const linesAtMost = 200
