import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'

/** A fund's part of the balance at Stripe when the payout was made: all of it, and what was available of it. In cents. */
export type AtStripe = { fundId: string; whole: bigint; available: bigint }

/**
 * Divides a payout whose movements Stripe cannot name over the funds, by what each had available; what exceeds that (an
 * instant payout may) by what each had beside. No fund gives more than it had. Null where all of them had less.
 */
export function divideByHand(amount: bigint, funds: AtStripe[]): { fundId: string; amount: Cents }[] | null {
  const available = funds.map((fund) => atLeastZero(fund.available))
  const beside = funds.map((fund, index) => atLeastZero(fund.whole - (available[index] ?? 0n)))
  const first = smaller(amount, total(available))
  const rest = amount - first
  if (rest > total(beside)) return null
  const parts = allocate(first, available)
  const more = allocate(rest, beside)
  return funds
    .map(({ fundId }, index) => ({ fundId, amount: cents((parts[index] ?? 0n) + (more[index] ?? 0n)) }))
    .filter((share) => share.amount !== 0n)
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value)
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const total = (values: bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)
