import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Fixed, fixedFromStored, one, product, quotient, rounded } from '#app/domain/pool-share/fixed.ts'

const figures = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map((figure) => figure as Fixed)

test('a figure survives being stored and read again', () => {
  fc.assert(fc.property(figures, (figure) => fixedFromStored(figure.toString()) === figure))
  for (const wrong of ['x', '1e3', '1.5']) expect(() => fixedFromStored(wrong)).toThrow(SyntaxError)
})

test('multiplying undoes dividing, to the last digit', () => {
  const divisors = fc.bigInt({ min: 1n, max: 10n ** 30n }).map((figure) => figure as Fixed)
  fc.assert(
    fc.property(figures, divisors, (figure, divisor) => {
      const back = product(quotient(figure, divisor), divisor)
      const off = figure - back
      expect(off * (figure < 0n ? -1n : 1n) >= 0n).toBe(true)
      expect((off < 0n ? -off : off) <= divisor / one + 1n).toBe(true)
    }),
  )
})

test('halves go away from zero', () => {
  expect([1n, -1n, 3n].map((halves) => rounded(((one / 2n) * halves) as Fixed))).toEqual([1n, -1n, 2n])
  expect(rounded((one / 2n - 1n) as Fixed)).toBe(0n)
})
