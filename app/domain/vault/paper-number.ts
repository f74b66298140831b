import { scanFreeText } from './scan-free-text.ts'

/**
 * Whether what was written as the number of a paper is plainly none: an address, an A-number, a social security number, a
 * place of detention, a telephone number written as one. A bare row of digits may be anything, so it may stand.
 */
export const isPlainlyOfPerson = (number: string): boolean =>
  scanFreeText(number).some(({ kind, start }) => kind !== 'phone' || /[+(]/.test(number.charAt(start)))

/** Every run of words that stand side by side: a docket is found within `Case 26 CR 0042`. */
export function runsOf(number: string): string[] {
  const words = number.split(/\s+/).filter((word) => word !== '')
  return words.flatMap((_, from) =>
    words.slice(from).map((__, more) => words.slice(from, from + more + 1).join(' ')),
  )
}
