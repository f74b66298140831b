import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDollars } from '#app/domain/money/money-field.ts'

const centsOf = (typed: string) => {
  const parsed = parseDollars(typed)
  return parsed.ok ? parsed.cents : parsed.problem
}

test.each([
  ['25', 2500n],
  ['25.50', 2550n],
  ['25.5', 2550n],
  ['.50', 50n],
  ['0', 0n],
  ['007', 700n],
  ['$1,000', 100000n],
  [' $ 25 ', 2500n],
  ['1,000.00', 100000n],
  ['1,234,567.89', 123456789n],
  ['USD 25', 2500n],
  ['usd25', 2500n],
  ['US$ 25', 2500n],
  ['25 USD', 2500n],
  ['25 $', 2500n],
  ['\u00a025\u00a0', 2500n],
  ['٢٥', 2500n],
  ['۲۵', 2500n],
  ['٢٥٫٥٠', 2550n],
  ['١٬٠٠٠', 100000n],
  ['۱٬۲۳۴٫۵۶', 123456n],
  ['\u200f٢٥\u00a0US$', 2500n],
])('%j is read as %d cents', (typed, amount) => {
  expect(centsOf(typed)).toBe(amount)
})

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['\u200f', 'empty'],
  ['1e3', 'not_a_number'],
  ['25..5', 'not_a_number'],
  ['1.2.3', 'not_a_number'],
  ['٢٥x', 'not_a_number'],
  ['25x', 'not_a_number'],
  ['0x10', 'not_a_number'],
  ['NaN', 'not_a_number'],
  ['Infinity', 'not_a_number'],
  ['$', 'not_a_number'],
  ['.', 'not_a_number'],
  ['25 50', 'not_a_number'],
  ['€25', 'not_a_number'],
  ['twenty', 'not_a_number'],
  ['-five', 'not_a_number'],
  ['-5', 'negative'],
  ['−5', 'negative'],
  ['-$5', 'negative'],
  ['$-5', 'negative'],
  ['(5)', 'negative'],
  ['-٥', 'negative'],
  ['0.001', 'too_many_decimals'],
  ['1,000.000', 'too_many_decimals'],
  ['1.000', 'too_many_decimals'],
  ['1,00', 'ambiguous'],
  ['0,500', 'ambiguous'],
  ['1.000,00', 'ambiguous'],
  ['1,0000', 'ambiguous'],
  ['1,000,00', 'ambiguous'],
  ['٢٥٫٥٠,٠٠', 'ambiguous'],
  ['1000000000000', 'too_large'],
  ['9'.repeat(5000), 'too_large'],
])('%j is refused as %s', (typed, problem) => {
  expect(centsOf(typed)).toBe(problem)
})

const dollars = fc.bigInt({ min: 0n, max: 99_999_999_999_999n })

test('every amount survives being written and read again, in each digit system', () => {
  fc.assert(
    fc.property(dollars, fc.constantFrom(0, 0x0660, 0x06f0), fc.boolean(), (amount, digits, grouped) => {
      expect(centsOf(written(amount, digits, grouped))).toBe(amount)
    }),
  )
})

test('whatever is typed, the answer is exact cents or a reason, never a crash', () => {
  const keys = fc.constantFrom(...'0123456789.,$-() ٢٥٫٬eExUSD'.split(''))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: keys, maxLength: 24 })), (typed) => {
      const parsed = parseDollars(typed)
      if (parsed.ok) expect(parsed.cents >= 0n && parsed.cents < 10n ** 14n).toBe(true)
      else expect(parsed.problem).toMatch(/^[a-z_]+$/)
    }),
  )
})

function written(amount: bigint, zero: number, grouped: boolean): string {
  const text = amount.toString().padStart(3, '0')
  const whole = grouped ? text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',') : text.slice(0, -2)
  const ascii = `${whole}.${text.slice(-2)}`
  if (zero === 0) return ascii
  return ascii
    .replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)))
    .replaceAll(',', '\u066c')
    .replaceAll('.', '\u066b')
}
