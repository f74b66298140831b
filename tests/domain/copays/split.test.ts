import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  afterLoss,
  afterReturn,
  type FamilyPart,
  familyLossOf,
  familyRecoveryOf,
  familyReturnOf,
} from '#app/domain/copays/split.ts'
import { textHashes } from './text-hashes.ts'

const fresh = (own: bigint, part: bigint): FamilyPart => ({
  ...{ agreementId: 'agreement', principal: own + part, part },
  ...{ back: 0n, lost: 0n, recovered: 0n, lostOfAll: 0n },
})

test('the first dollars back are the family’s, and only what is lost beyond the fund’s part is theirs', () => {
  const family = fresh(4_000n, 1_000n)
  expect(familyReturnOf(family, 600n)).toBe(600n)
  expect(familyReturnOf(family, 1_600n)).toBe(1_000n)
  expect(familyLossOf(family, 4_000n)).toBe(0n)
  expect(familyLossOf(family, 4_200n)).toBe(200n)
  expect(familyLossOf(afterLoss(family, 4_200n), 800n)).toBe(800n)
})

/** What came and what was kept of it, as shares of what was left. */
const step = fc.record({ came: fc.bigInt({ min: 0n, max: 100n }), kept: fc.bigInt({ min: 0n, max: 100n }) })
const money = (min: bigint) => fc.bigInt({ min, max: 10_000_00n })

test('over random lives the family never gets more than its part, and every sum closes', () => {
  const life = fc.property(
    money(1n),
    money(1n),
    fc.array(step, { maxLength: 8 }),
    money(0n),
    (own, part, steps, found) => {
      let family = fresh(own, part)
      let left = family.principal
      let [came, fundLost] = [0n, 0n]
      for (const { came: share, kept: rest } of steps) {
        const received = (left * share) / 100n
        const kept = ((left - received) * rest) / 100n
        const before = family
        family = afterReturn(family, { received, kept })
        fundLost += kept - (family.lost - before.lost)
        came += received
        left -= received + kept
        expect(family.back).toBe(least(came, part - family.lost))
        expect(family.back + family.lost).toBeLessThanOrEqual(part)
      }
      const before = family
      family = afterLoss(family, left)
      fundLost += left - (family.lost - before.lost)
      expect(family.back + family.lost).toBe(part)
      expect(fundLost).toBe(least(own, family.lostOfAll))
      expect(came + fundLost + family.lost).toBe(own + part)

      const theirs = familyRecoveryOf(family, least(found, family.lostOfAll))
      expect(family.back + theirs).toBeLessThanOrEqual(part)
    },
  )
  fc.assert(life, { numRuns: 500 })
})

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)

test('what families signed stays what it was: another word is another version', () => {
  expect(textHashes()).toMatchInlineSnapshot(`
    {
      "ar": "caf366f35c960383",
      "en": "3165abd9b67e9a77",
      "es": "f32d8ec36285627b",
      "version": 1,
    }
  `)
})
