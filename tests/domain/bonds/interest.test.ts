import { expect, test } from 'vitest'
import { mostInterest } from '#app/domain/bonds/interest.ts'
import { cents } from '#app/domain/money/cents.ts'

const deposit = {
  kind: 'immigration_bond',
  principal: cents(7_500_00n),
  postedOn: '2024-01-15',
  breachedOn: null,
} as const

test('simple interest of three per cent a year at most, without the day of the deposit and with the last', () => {
  expect(mostInterest(deposit, '2024-01-15')).toBe(0n)
  expect(mostInterest(deposit, '2024-01-16')).toBe(61n)
  expect(mostInterest(deposit, '2025-01-14')).toBe(225_00n)
  // 34 months are 1,035 days here; whatever is less than a cent is nobody's.
  expect(mostInterest(deposit, '2026-11-15')).toBe(638_01n)
})

test('it ends with a breach, is never less than nothing, and a court pays none', () => {
  const breached = { ...deposit, breachedOn: '2025-01-14' }
  expect(mostInterest(breached, '2026-11-15')).toBe(225_00n)
  expect(mostInterest(breached, '2024-01-16')).toBe(61n)
  expect(mostInterest(deposit, '2023-12-31')).toBe(0n)
  expect(mostInterest({ ...deposit, kind: 'court_bail' }, '2026-11-15')).toBeNull()
})
