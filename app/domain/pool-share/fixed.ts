/** A figure with 24 digits behind the point, held and stored as a whole number of 10⁻²⁴. */
export type Fixed = bigint & { readonly [brand]: 'Fixed' }

declare const brand: unique symbol

export const one = (10n ** 24n) as Fixed

export const none = 0n as Fixed

export const fixedOf = (whole: bigint): Fixed => (whole * one) as Fixed

export const plus = (a: Fixed, b: Fixed): Fixed => (a + b) as Fixed

export const minus = (a: Fixed, b: Fixed): Fixed => (a - b) as Fixed

/** Exact: a whole number times a fixed one needs no rounding. */
export const times = (whole: bigint, each: Fixed): Fixed => (whole * each) as Fixed

/** Rounds towards zero, by less than 10⁻²⁴. */
export const product = (a: Fixed, b: Fixed): Fixed => ((a * b) / one) as Fixed

/** Rounds towards zero, by less than 10⁻²⁴. */
export const quotient = (a: Fixed, b: Fixed): Fixed => ((a * one) / b) as Fixed

/** `amount × part ⁄ whole`, rounded towards zero, by less than 10⁻²⁴. */
export const proportion = (amount: Fixed, part: bigint, whole: bigint): Fixed =>
  ((amount * part) / whole) as Fixed

/** The nearest whole number; halves go away from zero. */
export function rounded(figure: Fixed): bigint {
  const half = one / 2n
  return figure < 0n ? -((half - figure) / one) : (figure + half) / one
}

/** Reads a stored figure: the whole number of 10⁻²⁴ as the database writes it. Throws SyntaxError for anything else. */
export const fixedFromStored = (digits: string): Fixed => BigInt(digits) as Fixed
