import { expect, test } from 'vitest'
import { foreignShare } from './machine.ts'
import { shuffled, withDuplicates } from './order.ts'
import { median, orderOfRound, rateOf, summarize } from './rounds.ts'

test('each arm stands on both sides of the others, and the order turns round every time', () => {
  expect(orderOfRound(0, true)).toEqual(['floor', 'against', 'ours', 'against', 'floor'])
  expect(orderOfRound(1, true)).toEqual(['ours', 'against', 'floor', 'against', 'ours'])
  expect(orderOfRound(0, false)).toEqual(['against', 'ours', 'against'])
  expect(orderOfRound(1, false)).toEqual(['ours', 'against', 'ours'])
})

test('a rate weighs its runs by their time', () => {
  expect(
    rateOf([
      { units: 100, seconds: 1 },
      { units: 100, seconds: 3 },
    ]),
  ).toBe(50)
  expect(() => rateOf([])).toThrow(RangeError)
})

test('the median of odd and even numbers', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 7])).toBe(6)
  expect(() => median([])).toThrow(RangeError)
})

test('the ratio is the median of the ratios of each round, not the ratio of the medians', () => {
  const rounds = [
    { ours: 100, against: 10 },
    { ours: 400, against: 100 },
    { ours: 90, against: 30 },
  ]
  expect(summarize(rounds)).toEqual({ ours: 100, against: 30, floor: null, ratio: 4, range: [3, 10] })
})

test('one in twenty comes twice, and the order is another one though nothing is lost', () => {
  const items = Array.from({ length: 1000 }, (_, at) => at)
  const doubled = withDuplicates(items)
  expect(doubled).toHaveLength(1050)
  expect(new Set(doubled).size).toBe(1000)
  const mixed = shuffled(items)
  expect(mixed).not.toEqual(items)
  expect([...mixed].sort((a, b) => a - b)).toEqual(items)
})

test('foreign CPU is what the machine did and we did not, as a share of all it could do', () => {
  const before = { busy: 1000, total: 10_000, own: 500 }
  expect(foreignShare(before, { busy: 1800, total: 11_000, own: 1200 })).toBeCloseTo(0.1)
  expect(foreignShare(before, { busy: 1600, total: 11_000, own: 1200 })).toBe(0)
  expect(foreignShare(before, before)).toBe(0)
})
