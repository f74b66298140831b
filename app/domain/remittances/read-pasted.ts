import type { Cents } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { linesAtMost } from './remittance.ts'

/** One row of a list that a court sent: a case code or a receipt number, and an amount. `row` counts from one, as people do. */
export type PastedRow = { row: number; typed: string; bond: string; amount: Cents }
export type WrongRow = { row: number; typed: string; code: string }

const parts = /^(.+?)[\s;,|]+\$?\s*([\d.,]+)$/

/** Reads what was pasted, row by row; empty rows are none. What cannot be read is named with its row. */
export function readPasted(text: string): { rows: PastedRow[]; wrong: WrongRow[] } {
  const rows: PastedRow[] = []
  const wrong: WrongRow[] = []
  const typedRows = text.split(/\r?\n/).map((typed, index) => ({ row: index + 1, typed: typed.trim() }))
  for (const { row, typed } of typedRows.filter(({ typed }) => typed !== '')) {
    if (rows.length + wrong.length >= linesAtMost) {
      wrong.push({ row, typed, code: 'remittance_has_too_many_rows' })
      break
    }
    const [, bond = '', dollars = ''] = parts.exec(typed) ?? []
    if (bond === '') {
      wrong.push({ row, typed, code: 'remittance_row_unreadable' })
      continue
    }
    const read = parseDollars(dollars)
    if (!read.ok)
      wrong.push({ row, typed, code: read.problem === 'empty' ? 'required' : `amount_${read.problem}` })
    else if (read.cents === 0n) wrong.push({ row, typed, code: 'return_is_empty' })
    else rows.push({ row, typed, bond, amount: read.cents })
  }
  return { rows, wrong }
}
