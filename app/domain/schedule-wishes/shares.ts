import { allocate } from '#app/domain/money/allocate.ts'

/** Larger wholes say nothing to a reader that the cents themselves do not. */
const largestWhole = 1000n

/**
 * The smallest whole numbers that divide a gift into these very cents, in this order: 3 and 1 for $15.00 and $5.00, and 1, 1
 * and 1 for $16.67, $16.67 and $16.66. Where none below a thousand do, the cents themselves, without their common divisor.
 */
export function smallestShares(giftCents: readonly bigint[]): bigint[] {
  const total = giftCents.reduce((sum, cents) => sum + cents, 0n)
  if (total === 0n) return giftCents.map(() => 0n)
  for (let whole = 1n; whole <= largestWhole; whole += 1n) {
    const shares = giftCents.map((cents) => (2n * cents * whole + total) / (2n * total))
    if (divides(shares, total, giftCents)) return shares
  }
  const shared = giftCents.reduce(commonDivisor, 0n)
  return giftCents.map((cents) => cents / shared)
}

function divides(shares: bigint[], total: bigint, giftCents: readonly bigint[]): boolean {
  if (shares.some((share, index) => (share === 0n) !== (giftCents[index] === 0n))) return false
  return allocate(total, shares).every((part, index) => part === giftCents[index])
}

const commonDivisor = (one: bigint, other: bigint): bigint =>
  other === 0n ? one : commonDivisor(other, one % other)
