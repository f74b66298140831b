import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { ReversalPart, ReversalReason } from './offline-gift.ts'
import type { OpenedGift } from './open-offline-gift.server.ts'

/**
 * What of a gift goes back out of which fund: what is named, or all that is left where nothing is. A bank returns a check whole,
 * and what was never given is taken out whole. Refuses `gift_is_reversed_once` where nothing is left, `reversal_stays_within_the_gift`
 * with what is, and `only_what_is_given_back_goes_in_parts`.
 */
export function partsGoingBack(
  gift: Pick<OpenedGift, 'parts'>,
  { reason, parts }: { reason: ReversalReason; parts: readonly ReversalPart[] },
): ReversalPart[] {
  const whole = gift.parts
    .filter(({ left }) => left > 0n)
    .map(({ fundId, left }) => ({ fundId, amount: left }))
  if (whole.length === 0) throw new Refusal('gift_is_reversed_once')
  const named = parts.filter(({ amount }) => amount > 0n)
  if (named.length === 0) return whole
  const leftIn = (fundId: string) => whole.find((part) => part.fundId === fundId)?.amount ?? cents(0n)
  for (const { fundId, amount } of named) {
    const left: bigint = leftIn(fundId)
    if (amount > left) throw new Refusal('reversal_stays_within_the_gift', { left }, 'parts')
  }
  if (new Set(named.map(({ fundId }) => fundId)).size < named.length) {
    throw new Refusal('line_names_a_fund_once', {}, 'parts')
  }
  const isWhole = whole.every(({ fundId, amount }) =>
    named.some((part) => part.fundId === fundId && part.amount === amount),
  )
  if (!isWhole && reason !== 'given_back') {
    throw new Refusal('only_what_is_given_back_goes_in_parts', {}, 'parts')
  }
  return whole.flatMap(({ fundId }) => named.filter((part) => part.fundId === fundId))
}

/** What they come to. */
export const sumOf = (parts: readonly ReversalPart[]): bigint =>
  parts.reduce((sum, { amount }) => sum + amount, 0n)
