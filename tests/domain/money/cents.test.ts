import { expect, test } from 'vitest'
import { add, cents, negate, subtract, sum, zero } from '#app/domain/money/cents.ts'

test('cents come from whole, exact amounts only', () => {
  expect(cents(2500)).toBe(2500n)
  expect(cents(-3n)).toBe(-3n)
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => cents(wrong)).toThrow(RangeError)
  }
  expect(cents(2n ** 63n - 1n)).toBe(2n ** 63n - 1n)
  expect(() => cents(2n ** 63n)).toThrow(RangeError)
})

test('money adds, subtracts and turns round exactly', () => {
  expect(add(cents(2n), cents(3n))).toBe(5n)
  expect(subtract(cents(2n), cents(3n))).toBe(-1n)
  expect(negate(cents(2n))).toBe(-2n)
  expect(sum([cents(1n), cents(2n), cents(3n)])).toBe(6n)
  expect(sum([])).toBe(zero)
})
