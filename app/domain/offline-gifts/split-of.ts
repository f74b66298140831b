import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'

type Part = { fundId: string; amount: Cents }

/**
 * What of a gift each fund gets, in the order of the batch's funds. Refuses what does not add up to the gift to the cent
 * (`line_parts_add_up`) and a fund that the batch does not cover (`line_is_of_its_batchs_funds`).
 */
export function splitOf(gift: { amount: Cents; split: readonly Part[] }, fundIds: readonly string[]): Part[] {
  const [only] = fundIds
  const named = gift.split.filter(({ amount }) => amount > 0n)
  if (named.some(({ fundId }) => !fundIds.includes(fundId))) throw new Refusal('line_is_of_its_batchs_funds')
  if (named.length === 0 && fundIds.length === 1 && only) return [{ fundId: only, amount: gift.amount }]

  const placed = named.reduce((sum, { amount }) => sum + amount, 0n)
  if (placed !== gift.amount) {
    throw new Refusal('line_parts_add_up', { placed, amount: gift.amount as bigint }, 'split')
  }
  if (new Set(named.map(({ fundId }) => fundId)).size < named.length) {
    throw new Refusal('line_names_a_fund_once', {}, 'split')
  }
  return fundIds.flatMap((fundId) => named.filter((part) => part.fundId === fundId))
}
