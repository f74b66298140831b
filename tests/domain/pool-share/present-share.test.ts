import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Fixed, fixedOf } from '#app/domain/pool-share/fixed.ts'
import { presentShare, presentStanding } from '#app/domain/pool-share/present-share.ts'

const small = { units: fixedOf(1n), unitsTotal: fixedOf(100n), publicRoundingCents: 100_00n }
const large = { ...small, units: fixedOf(11n) }

test('a share is read in whole dollars, and below one as less than one', () => {
  expect(presentShare(fixedOf(61_49n), small)).toEqual({ shown: 'about', cents: 61_00n })
  expect(presentShare(fixedOf(61_50n), small)).toEqual({ shown: 'about', cents: 62_00n })
  expect(presentShare(fixedOf(99n), small)).toEqual({ shown: 'less_than', cents: 1_00n })
  expect(presentShare(1n as Fixed, small)).toEqual({ shown: 'less_than', cents: 1_00n })
  expect(presentShare(fixedOf(0n), small)).toEqual({ shown: 'none' })
})

test('who holds over a tenth of the pool reads figures rounded like public ones', () => {
  expect(presentShare(fixedOf(5_149_00n), large)).toEqual({ shown: 'about', cents: 5_100_00n })
  expect(presentShare(fixedOf(99_00n), large)).toEqual({ shown: 'less_than', cents: 100_00n })
  expect(presentShare(fixedOf(61_49n), { ...large, publicRoundingCents: 1n })).toMatchObject({
    cents: 61_00n,
  })
  expect(presentShare(fixedOf(61_49n), { ...small, units: fixedOf(10n) })).toMatchObject({ cents: 61_00n })
})

test('$50 today: $38 out on bonds, $9 on hand, $3 went to fees and losses', () => {
  const standing = { given: 50_00n, worth: fixedOf(47_20n), outOnBonds: fixedOf(38_10n) }
  expect(presentStanding(standing, small)).toEqual({
    outOnBonds: { shown: 'about', cents: 38_00n },
    onHand: { shown: 'about', cents: 9_00n },
    used: { shown: 'about', cents: 3_00n },
  })
})

test('a gift that was all used up, or a pool in debt, says so without negative figures', () => {
  expect(presentStanding({ given: 50_00n, worth: fixedOf(-3n), outOnBonds: fixedOf(20_00n) }, small)).toEqual(
    {
      outOnBonds: { shown: 'none' },
      onHand: { shown: 'none' },
      used: { shown: 'about', cents: 50_00n },
    },
  )
})

test('the parts always add up to the whole dollars given, or to what the gift grew to', () => {
  const amounts = fc.bigInt({ min: 0n, max: 1_000_000n })
  fc.assert(
    fc.property(amounts, amounts, amounts, (dollars, worth, out) => {
      const given = dollars * 100n
      const parts = presentStanding({ given, worth: fixedOf(worth), outOnBonds: fixedOf(out) }, small)
      const total = Object.values(parts).reduce(
        (running, part) => running + (part.shown === 'about' ? part.cents : 0n),
        0n,
      )
      expect(total).toBe(worth > given ? ((worth + 50n) / 100n) * 100n : given)
    }),
  )
})
