import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'

/** What a fund has in a bond, and what of it was divided to that fund before. */
export type Share = { principal: bigint; before: bigint }

/**
 * The parts of one more amount. Each part of the running total is its share by principal, by largest remainder, so that
 * parts never drift from it however many amounts come. No part is below zero: where the rounding of a new total would take
 * a cent back from a part, that part gets nothing, and the part that gets most goes without the cent.
 * While the total stays within the principal, so does each part.
 */
export function divideByPrincipal(amount: Cents, shares: readonly Share[]): Cents[] {
  const before = shares.reduce((sum, share) => sum + share.before, 0n)
  const wanted = allocate(
    before + amount,
    shares.map(({ principal }) => principal),
  )
  const parts = shares.map((share, index) => {
    const more = (wanted[index] ?? 0n) - share.before
    return more > 0n ? more : 0n
  })
  for (let over = sumOf(parts) - amount; over > 0n; over -= 1n) {
    const most = parts.reduce((best, part, index) => (part > (parts[best] ?? 0n) ? index : best), 0)
    parts[most] = (parts[most] ?? 0n) - 1n
  }
  return parts.map(cents)
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)
