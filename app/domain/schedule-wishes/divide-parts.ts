import { feeCover } from '#app/domain/donations/fee-cover.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { coversFee, giftOf, type Part } from './wish.ts'

/** Divides a gift and what covers its fee by largest remainder, the fee by gift cents. */
export function share(
  giftCents: bigint,
  coverFee: boolean,
  of: { fundId: string; purposeVersion: number }[],
  weights: bigint[],
): Part[] {
  const gifts = allocate(giftCents, weights)
  const covers = allocate(coverFee ? feeCover(giftCents) : 0n, gifts)
  return of
    .map(({ fundId, purposeVersion }, index) => ({
      ...{ fundId, purposeVersion },
      giftCents: gifts[index] ?? 0n,
      feeCoverCents: covers[index] ?? 0n,
    }))
    .sort(byFund)
}

/** Without one fund: the others get what they got, and what covers the fee is reckoned anew. */
export function without(parts: Part[], fundId: string): Part[] {
  const others = parts.filter((part) => part.fundId !== fundId)
  return coveredAnew(others, coversFee(others))
}

/** With a part that was left out, as it was; what covers the fee is reckoned anew. */
export const withPart = (parts: Part[], part: Part, coverFee: boolean): Part[] =>
  coveredAnew([...parts, part].sort(byFund), coverFee)

function coveredAnew(parts: Part[], coverFee: boolean): Part[] {
  const gifts = parts.map(({ giftCents }) => giftCents)
  return share(giftOf(parts), coverFee, parts, gifts)
}

const byFund = (a: Part, b: Part): number => (a.fundId < b.fundId ? -1 : 1)
