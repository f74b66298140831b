import type { Cents } from '#app/domain/money/cents.ts'
import { sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type MerchantKind, mostLines, mostPerClaim } from './expense.ts'

export type ClaimedLine = {
  /** The row of the form that it was typed in, from zero. */
  position: number
  /** The day of the receipt, as `2026-11-21`. */
  day: string
  amount: Cents
  purposeCode: string
  merchantKind: MerchantKind
  receiptNumber: string
  /** The picture of the receipt, as it was brought. */
  file: Uint8Array
}

/** One receipt has one number, however it was typed. */
export const asWritten = (receiptNumber: string): string =>
  receiptNumber.normalize('NFKC').trim().replace(/\s+/g, ' ')

/** A field of this line, as its form calls it. */
export const fieldOf = ({ position }: { position: number }, name: string): string =>
  `lines[${position}].${name}`

/** What can be said of lines as they stand, without the books: how many, how much, on which day, and none of them twice. */
export function refuseImpossibleLines(lines: ClaimedLine[], today: string): void {
  if (lines.length === 0) throw new Refusal('expense_has_a_line', {}, 'lines[0].amount')
  if (lines.length > mostLines) throw new Refusal('too_many_lines', { most: mostLines })
  for (const line of lines) refuseImpossible(line, today)
  refuseTwice(lines)
  if (sum(lines.map(({ amount }) => amount)) > mostPerClaim)
    throw new Refusal('expense_is_of_everyday_size', { most: mostPerClaim })
}

function refuseImpossible(line: ClaimedLine, today: string): void {
  if (line.amount <= 0n) throw new Refusal('expense_line_has_an_amount', {}, fieldOf(line, 'amount'))
  if (line.day > today) throw new Refusal('fact_lies_ahead', {}, fieldOf(line, 'day'))
  if (line.receiptNumber === '') throw new Refusal('required', {}, fieldOf(line, 'receiptNumber'))
}

function refuseTwice(lines: ClaimedLine[]): void {
  const seen = new Set<string>()
  for (const line of lines) {
    const receipt = [line.receiptNumber.toLowerCase(), line.day, line.amount].join(' ')
    if (seen.has(receipt)) throw new Refusal('receipt_is_claimed_once', {}, fieldOf(line, 'receiptNumber'))
    seen.add(receipt)
  }
}
