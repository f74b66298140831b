import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocate, allocateCumulative } from '#app/domain/money/allocate.ts'

test('the odd cents go to the largest remainders, ties to the first', () => {
  expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
  expect(allocate(5n, [3n, 7n])).toEqual([2n, 3n])
  expect(allocate(10n, [1n, 0n, 5n])).toEqual([2n, 0n, 8n])
  expect(allocate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n])
})

test('nothing to divide needs no weight; something to divide does', () => {
  expect(allocate(0n, [0n, 0n])).toEqual([0n, 0n])
  expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError)
  expect(() => allocate(1n, [2n, -1n])).toThrow(RangeError)
})

const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 10 })
  .filter((all) => all.some((weight) => weight > 0n))
const totals = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })

test('the parts add up, stay within one cent of their share, and a mirror image divides alike', () => {
  fc.assert(
    fc.property(totals, weights, (total, by) => {
      const parts = allocate(total, by)
      expect(sum(parts)).toBe(total)
      expect(allocate(-total, by)).toEqual(parts.map((part) => -part))

      const whole = sum(by)
      for (const [index, part] of parts.entries()) {
        const off = part * whole - total * (by[index] ?? 0n)
        expect(off < whole && off > -whole).toBe(true)
      }
    }),
  )
})

test('however a refund is cut into steps, the parts end where one refund would have put them', () => {
  const steps = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(steps, weights, (amounts, by) => {
      let before = 0n
      let running = by.map(() => 0n)
      for (const amount of amounts) {
        const parts = allocateCumulative({ before, amount, weights: by })
        expect(sum(parts)).toBe(amount)
        running = running.map((part, index) => part + (parts[index] ?? 0n))
        before += amount
      }
      expect(running).toEqual(allocate(before, by))
    }),
  )
})

test('a payment refunded in full, in any steps, gives back exactly each gift', () => {
  const gifts = fc.array(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(gifts, fc.integer({ min: 1, max: 6 }), (given, steps) => {
      const total = sum(given)
      const back = given.map(() => 0n)
      let before = 0n
      for (let step = 1; step <= steps; step++) {
        const amount = step === steps ? total - before : total / BigInt(steps)
        for (const [index, part] of allocateCumulative({ before, amount, weights: given }).entries()) {
          back[index] = (back[index] ?? 0n) + part
        }
        before += amount
      }
      expect(back).toEqual(given)
    }),
  )
})

const sum = (parts: readonly bigint[]) => parts.reduce((running, part) => running + part, 0n)
