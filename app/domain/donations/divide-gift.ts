import type { OpenFund } from '#app/domain/funds/fund.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { feeCover } from './fee-cover.ts'

export const mostParts = 10

export type GiftPart = {
  fund: Pick<OpenFund, 'id' | 'slug' | 'name' | 'purposeVersion' | 'purposeSince'>
  giftCents: bigint
  feeCoverCents: bigint
}

type Wanted = {
  amount: bigint
  coverFee: boolean
  /** The fund whose page it is: what is not given to another is its own. */
  home: OpenFund
  /** The other funds that take gifts, in their published order. */
  others: OpenFund[]
  /** Slugs of funds that were ticked; one without a share of its own gets an equal part of what is left. */
  also: string[]
  /** Cents by slug. */
  share: Record<string, bigint>
}

/**
 * A gift by funds: first what was written for a fund, then the rest in equal parts to this page's fund and the ticked
 * ones. Cents go by largest remainder, the card fee in proportion to the parts. Each part keeps its own fund's limits,
 * as a part of a changed monthly gift does; the card is charged once, so the card fee is reckoned on the whole.
 * Refuses a part outside its fund's limits, shares that leave nothing for this fund, a fund that takes no gifts, more
 * than ten funds.
 */
export function divideGift({ amount, coverFee, home, others, also, share }: Wanted): GiftPart[] {
  const wanted = new Set([...also, ...Object.keys(share)])
  wanted.delete(home.slug)
  const chosen = others.filter(({ slug }) => wanted.has(slug))
  if (chosen.length < wanted.size) throw new Refusal('split_fund_not_open', {}, 'split')
  if (chosen.length >= mostParts) throw new Refusal('split_over_too_many', { count: mostParts }, 'split')

  const written = chosen.reduce((sum, { slug }) => sum + (share[slug] ?? 0n), 0n)
  if (written >= amount)
    throw new Refusal('split_leaves_nothing', { fund: home.name, total: amount }, 'split')
  const equal = chosen.filter(({ slug }) => share[slug] === undefined)
  const rest = allocate(amount - written, [1n, ...equal.map(() => 1n)])
  const parts = [home, ...chosen].map((fund) => ({
    fund,
    giftCents: (fund === home ? rest[0] : (share[fund.slug] ?? rest[equal.indexOf(fund) + 1])) ?? 0n,
  }))
  for (const part of parts) refuseOutsideLimits(part, parts.length > 1)

  const weights = parts.map(({ giftCents }) => giftCents)
  const covers = allocate(coverFee ? feeCover(amount) : 0n, weights)
  return parts.map((part, index) => ({ ...part, feeCoverCents: covers[index] ?? 0n }))
}

function refuseOutsideLimits(part: { fund: OpenFund; giftCents: bigint }, divided: boolean): void {
  const { minimumCents, maximumCents, name } = part.fund
  const told = { fund: name, part: part.giftCents, minimum: minimumCents, maximum: maximumCents }
  if (part.giftCents < minimumCents)
    throw divided
      ? new Refusal('split_part_too_small', told, 'split')
      : new Refusal('amount_too_small', { minimum: minimumCents }, 'amount')
  if (part.giftCents > maximumCents)
    throw divided
      ? new Refusal('split_part_too_large', told, 'split')
      : new Refusal('amount_too_large', { maximum: maximumCents }, 'amount')
}

export const chargedCents = (parts: Pick<GiftPart, 'giftCents' | 'feeCoverCents'>[]): bigint =>
  parts.reduce((sum, { giftCents, feeCoverCents }) => sum + giftCents + feeCoverCents, 0n)
