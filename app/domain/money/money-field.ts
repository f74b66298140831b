import { type Cents, cents } from './cents.ts'
import { plainDigits } from './plain-digits.ts'

export type MoneyProblem =
  | 'empty'
  | 'not_a_number'
  | 'ambiguous'
  | 'too_many_decimals'
  | 'negative'
  | 'too_large'

export type ParsedMoney = { ok: true; cents: Cents } | { ok: false; problem: MoneyProblem }

/**
 * Reads dollars as people type them: `25`, `25.5`, `$1,000`, `USD 25`, `٢٥٫٥٠`, `２５`. Answers cents, or
 * the reason why not.
 * What two readers could read as two different amounts (`1,00`, `1.000,00`) is refused, never guessed.
 * Zero is a number; whether it is enough is the caller's rule.
 */
export function parseDollars(typed: string): ParsedMoney {
  const plain = toPlainNumber(typed)
  if (plain === '') return { ok: false, problem: 'empty' }

  const amount = withoutCurrency(plain)
  if (/^[-−(]/.test(amount) || /^[-−(]/.test(plain)) return refuseNegative(amount)
  if (!/^[\d.,]*\d[\d.,]*$/.test(amount)) return { ok: false, problem: 'not_a_number' }

  return readNumber(amount)
}

const largestWholeDigits = 12

function readNumber(amount: string): ParsedMoney {
  const plainNumber = /^(\d*)(?:\.(\d+))?$/.exec(amount)
  const groupedNumber = /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/.exec(amount)
  const read = plainNumber ?? groupedNumber
  if (!read) return { ok: false, problem: amount.includes(',') ? 'ambiguous' : 'not_a_number' }

  const dollars = (read[1] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '')
  const fraction = read[2] ?? ''
  if (fraction.length > 2) return { ok: false, problem: 'too_many_decimals' }
  if (dollars.length > largestWholeDigits) return { ok: false, problem: 'too_large' }
  return { ok: true, cents: cents(BigInt(dollars + fraction.padEnd(2, '0'))) }
}

function refuseNegative(amount: string): ParsedMoney {
  const magnitude = withoutCurrency(amount.replace(/^[-−(]\s*/, '').replace(/\)$/, ''))
  return { ok: false, problem: /^[\d.,]+$/.test(magnitude) ? 'negative' : 'not_a_number' }
}

function withoutCurrency(amount: string): string {
  return amount
    .replace(/^(?:US\$|USD|\$)\s*/i, '')
    .replace(/\s*(?:US\$|USD|\$)$/i, '')
    .trim()
}

/** Their separators too. What a keyboard's comma means is left to the reader of the number, who refuses what has two meanings. */
function toPlainNumber(typed: string): string {
  return plainDigits(typed)
    .replace(/[\u066b\uff0e]/g, '.')
    .replace(/[\u066c\u060c\uff0c]/g, ',')
    .replaceAll('\uff04', '$')
    .trim()
}
