declare const brand: unique symbol

/**
 * United States cents. Branded, so that a count, an id or a dollar figure cannot be passed where money is
 * meant.
 */
export type Cents = bigint & { readonly [brand]: 'Cents' }

/**
 * Makes money out of a whole number of cents.
 * Throws RangeError for a number that floating point can no longer hold exactly, or for more than a BIGINT
 * column holds.
 */
export function cents(amount: bigint | number): Cents {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) {
    throw new RangeError(`not a whole, exact number of cents: ${amount}`)
  }
  const whole = BigInt(amount)
  if (!isCents(whole)) throw new RangeError(`beyond what a ledger column can hold: ${whole}`)
  return whole
}

export const zero = cents(0n)

export const add = (a: Cents, b: Cents): Cents => cents(a + b)

export const subtract = (a: Cents, b: Cents): Cents => cents(a - b)

export const negate = (amount: Cents): Cents => cents(-amount)

export const sum = (amounts: Iterable<Cents>): Cents => {
  let total = 0n
  for (const amount of amounts) total += amount
  return cents(total)
}

function isCents(amount: bigint): amount is Cents {
  return BigInt.asIntN(64, amount) === amount
}
