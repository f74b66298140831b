import { type CsvLayout, dayOrders, delimiters, mostRowsAbove } from './csv-layout.ts'
import { readAmount } from './read-amount.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { readDay } from './read-day.ts'
import { plainText } from './statement.ts'

export const mostColumns = 100

/** The first rows of a CSV that say anything: one of them begins its table. */
export function topOf(text: string, delimiter: CsvLayout['delimiter']): CsvRow[] {
  const { rows } = readCsv(text.split('\n', mostRowsAbove + 2).join('\n'), delimiters[delimiter])
  return rows.filter(({ row }) => row <= mostRowsAbove + 1)
}

/** Where the table seems to begin: below rows of fewer columns, with nothing but names. A person says whether it is so. */
export function likelyFirstRow(top: CsvRow[]): number {
  const filled = top.map(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  const widest = top[filled.indexOf(Math.max(...filled))]
  return widest && !widest.cells.some(isFigure) ? widest.row : 1
}

const isFigure = (cell: string): boolean =>
  (['point', 'comma'] as const).some((decimal) => readAmount(cell, decimal) !== null) ||
  dayOrders.some((order) => readDay(cell, order) !== null)

/** The cells of the row in which the table begins, by which its columns are named on the page. */
export const headingsOf = (top: CsvRow[], firstRow: number): string[] =>
  namesIn(top.find(({ row }) => row >= firstRow)?.cells ?? [])

export const namesIn = (cells: string[]): string[] =>
  cells.map((cell) => plainText(cell).slice(0, 200)).slice(0, mostColumns)
