/**
 * What a fund's public page shows at a close. *Raised* is not among them: it is public at any time. Events
 * behind them: postings, returns, support payments, losses and fees by their rows; releases for people; for
 * what is out or on hand, all that moved it except gifts.
 */
export const figureNames = [
  'posted',
  'returned',
  'out_on_bonds',
  'on_hand',
  'support',
  'not_coming_back',
  'lost',
  'withheld',
  'forfeited',
  'written_off',
  'bond_fees',
  'people_freed',
] as const

export type FigureName = (typeof figureNames)[number]

/** One line, `not_coming_back`, until each of them may be shown by itself. */
export const lossLines = ['withheld', 'forfeited', 'written_off', 'bond_fees'] as const satisfies FigureName[]

/**
 * How figures hang together, each adding up to something public (zero, or raised and other income): what a
 * reader with a pencil can solve for. Coefficients of each figure.
 */
export const identities: readonly Partial<Record<FigureName, bigint>>[] = [
  // What was posted came back, was lost, or is still out.
  { posted: 1n, returned: -1n, lost: -1n, out_on_bonds: -1n },
  // What was raised is on hand, unless it was posted and has not come back, or was spent.
  { on_hand: 1n, posted: 1n, returned: -1n, support: 1n, bond_fees: 1n },
  { not_coming_back: 1n, lost: -1n, bond_fees: -1n },
  { lost: 1n, withheld: -1n, forfeited: -1n, written_off: -1n },
]
