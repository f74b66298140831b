import type { IndexKind } from './fields.ts'

/**
 * The parts of a value that it is found by, in one spelling: `A 012-345-678` and `12345678` are the same number, and a
 * name is found by any of its words, in any order, with or without accents. Empty where nothing is left to find by.
 */
export function searchParts(kind: IndexKind, plain: string): string[] {
  if (kind === 'name') return [...new Set(words(plain))]
  const whole = spelledAlike[kind](plain)
  return whole ? [whole] : []
}

const spelledAlike: Record<Exclude<IndexKind, 'name'>, (plain: string) => string> = {
  a_number: (plain) => digits(plain).replace(/^0+/, ''),
  docket: (plain) => lettersAndDigits(plain),
  booking: (plain) => lettersAndDigits(plain),
  phone: (plain) => digits(plain).replace(/^(?:00|011)?1(?=\d{10}$)/, ''),
}

const digits = (plain: string): string => plain.normalize('NFKC').replace(/\D/g, '')

const folded = (plain: string): string => plain.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const lettersAndDigits = (plain: string): string => folded(plain).replace(/[^\p{L}\p{N}]/gu, '')

const words = (plain: string): string[] => folded(plain).match(/[\p{L}\p{N}]+/gu) ?? []
