import { allocateCumulative } from '#app/domain/money/allocate.ts'

type Parts = { fundId: string; giftCents: bigint; feeCoverCents: bigint }[]
type RefundShare = { fundId: string; giftCents: bigint; feeCoverCents: bigint }

/**
 * What one more refund takes from each fund's gift and fee cover: the running sum is divided anew, so that parts never
 * drift. The books divide by the same rule; a part may be one cent of the other sign.
 */
export function divideRefund(of: { parts: Parts; before: bigint; amount: bigint }): RefundShare[] {
  const weights = of.parts.flatMap((part) => [part.giftCents, part.feeCoverCents])
  const amounts = allocateCumulative({ before: of.before, amount: of.amount, weights })
  return of.parts.map(({ fundId }, index) => ({
    fundId,
    giftCents: amounts[index * 2] ?? 0n,
    feeCoverCents: amounts[index * 2 + 1] ?? 0n,
  }))
}
