import { expect, test } from 'vitest'
import { chargedCents, divideGift } from '#app/domain/donations/divide-gift.ts'
import { feeCover } from '#app/domain/donations/fee-cover.ts'
import { Refusal } from '#app/domain/refusal.ts'

const fundOf = (slug: string, minimumCents = 5_00n, maximumCents = 50_000_00n) => ({
  ...{ id: slug, slug, name: slug, purposeVersion: 1, purposeSince: new Date(0), minimumCents, maximumCents },
})
const home = fundOf('bail')
const others = [
  fundOf('rides'),
  fundOf('legal', 20_00n, 100_00n),
  ...Array.from({ length: 12 }, (_, number) => fundOf(`more-${number}`, 1n)),
]
type Wish = { also?: string[]; share?: Record<string, bigint>; coverFee?: boolean }
const divide = (amount: bigint, { also = [], share = {}, coverFee = false }: Wish = {}) =>
  divideGift({ amount, coverFee, home, others, also, share })
const gifts = (amount: bigint, wish?: Wish) =>
  divide(amount, wish).map(({ fund, giftCents }) => [fund.slug, giftCents])

function refused(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.field, error.params]
    throw error
  }
  return null
}

test('a gift to one fund is one part with its whole card fee', () => {
  expect(divide(50_00n, { coverFee: true })).toEqual([
    { fund: home, giftCents: 50_00n, feeCoverCents: feeCover(50_00n) },
  ])
})

test('ticked funds get equal parts, to the cent; written ones what was written', () => {
  expect(gifts(100_00n, { also: ['rides', 'legal'] })).toEqual([
    ['bail', 33_34n],
    ['rides', 33_33n],
    ['legal', 33_33n],
  ])
  expect(gifts(100_01n, { also: ['rides', 'legal'], share: { legal: 40_00n } })).toEqual([
    ['bail', 30_01n],
    ['rides', 30_00n],
    ['legal', 40_00n],
  ])
  // What is written for this page's own fund counts for nothing: it has what is left.
  expect(gifts(50_00n, { also: ['bail', 'rides'], share: { bail: 1n } })).toEqual([
    ['bail', 25_00n],
    ['rides', 25_00n],
  ])
})

test('the card fee is that of one charge, and no cent of it is lost', () => {
  for (const amount of [15_00n, 33_33n, 99_99n, 12_345_67n]) {
    const parts = divide(amount, { also: ['rides', 'more-1'], coverFee: true })
    expect(parts.reduce((sum, { giftCents }) => sum + giftCents, 0n)).toBe(amount)
    expect(chargedCents(parts)).toBe(amount + feeCover(amount))
  }
})

test('each part keeps the limits of its own fund', () => {
  expect(refused(() => divide(4_99n))).toEqual(['amount_too_small', 'amount', { minimum: 5_00n }])
  expect(refused(() => divide(50_000_01n))).toEqual(['amount_too_large', 'amount', { maximum: 50_000_00n }])
  expect(refused(() => divide(39_99n, { also: ['legal'] }))).toEqual([
    ...['split_part_too_small', 'split'],
    { fund: 'legal', part: 19_99n, minimum: 20_00n, maximum: 100_00n },
  ])
  expect(refused(() => divide(300_00n, { share: { legal: 100_01n } }))?.[0]).toBe('split_part_too_large')
  expect(refused(() => divide(50_00n, { share: { rides: 45_01n } }))?.[0]).toBe('split_part_too_small')
})

test('shares that leave nothing, a fund that is not there, an eleventh fund', () => {
  for (const rides of [50_00n, 80_00n])
    expect(refused(() => divide(50_00n, { share: { rides } }))?.[0]).toBe('split_leaves_nothing')
  expect(refused(() => divide(50_00n, { also: ['closed'] }))?.slice(0, 2)).toEqual([
    ...['split_fund_not_open', 'split'],
  ])
  const ten = Array.from({ length: 10 }, (_, number) => `more-${number}`)
  expect(gifts(100_00n, { also: ten.slice(1) })).toHaveLength(10)
  expect(refused(() => divide(100_00n, { also: ten }))?.[0]).toBe('split_over_too_many')
})
