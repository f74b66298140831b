import { expect, test } from 'vitest'
import { formatCents } from '#app/domain/money/format.ts'

test('figures are exact far beyond what a float can hold', () => {
  expect(formatCents(12345678901234567825n, 'en')).toBe('$123,456,789,012,345,678.25')
})

test('cents, small sums and losses keep their places', () => {
  expect(formatCents(0n, 'en')).toBe('$0.00')
  expect(formatCents(5n, 'en')).toBe('$0.05')
  expect(formatCents(-5n, 'en')).toBe('-$0.05')
  expect(formatCents(123456n, 'en')).toBe('$1,234.56')
})

test('whole dollars round halves away from zero', () => {
  expect(formatCents(149n, 'en', { whole: true })).toBe('$1')
  expect(formatCents(150n, 'en', { whole: true })).toBe('$2')
  expect(formatCents(-150n, 'en', { whole: true })).toBe('-$2')
})

test('Spanish is that of the United States; Arabic has its own layout', () => {
  expect(formatCents(123450n, 'es')).toBe('$1,234.50')
  expect(formatCents(123450n, 'ar')).toMatch(/1,234\.50|١٬٢٣٤٫٥٠/)
  expect(formatCents(123450n, 'ar')).toMatch(/\$$/)
})
