import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curveOf, endsBy } from '#app/domain/forecast/time-out.ts'

const eight = [10, 20, 30, 40, 50, 60, 70, 80]
const at = (age: number, share: number, stillOut: number[] = []) =>
  endsBy(curveOf({ ended: eight, stillOut }), { age, share })

test('of a new bond, a quarter, a half and three quarters have ended by the quartiles', () => {
  expect([at(0, 0.25), at(0, 0.5), at(0, 0.75)]).toEqual([20, 40, 60])
})

test('an older bond is measured by those that grew as old', () => {
  expect([at(45, 0.25), at(45, 0.5), at(45, 0.75)]).toEqual([50, 60, 70])
  expect(at(79, 0.5)).toBe(80)
})

test('of a bond that is older than all that ended nobody can tell', () => {
  expect(at(80, 0.25)).toBeNull()
  expect(endsBy([], { age: 0, share: 0.25 })).toBeNull()
})

test('bonds that are out still slow the estimate: half of ten is not half of eight', () => {
  expect(at(0, 0.5, [90, 90])).toBe(50)
  expect(at(0, 0.75, [90, 90, 90, 90, 90])).toBeNull()
})

const days = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 30 })

test('later quartiles are never earlier, always ahead, and do not depend on the order', () => {
  fc.assert(
    fc.property(days, days, fc.integer({ min: 0, max: 3000 }), (ended, stillOut, age) => {
      const curve = curveOf({ ended, stillOut })
      const ends = [0.25, 0.5, 0.75].map((share) => endsBy(curve, { age, share }) ?? Infinity)
      expect(ends).toEqual([...ends].sort((one, other) => one - other))
      expect(ends.every((end) => end > age)).toBe(true)
      const turned = { ended: [...ended].reverse(), stillOut: [...stillOut].reverse() }
      expect(curveOf(turned)).toEqual(curve)
    }),
  )
})
