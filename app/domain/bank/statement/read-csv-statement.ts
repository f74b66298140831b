import { lastBalance } from './csv-balance.ts'
import { type CsvLayout, delimiters } from './csv-layout.ts'
import { readAmount } from './read-amount.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { readDay } from './read-day.ts'
import {
  type Expected,
  mostLines,
  plainText,
  type ReadLine,
  type ReadStatement,
  type StatementProblem,
} from './statement.ts'

const mostColumns = 100

/** The lines of a bank's CSV by its layout, with everything that is wrong by row and column. */
export function readCsvStatement(text: string, layout: CsvLayout, expected: Expected): ReadStatement {
  const { rows, problems } = readCsv(text, delimiters[layout.delimiter])
  const wide = rows.find(({ cells }) => cells.length > mostColumns)
  if (wide) {
    const { row } = wide
    return { lines: [], problems: [{ row, column: mostColumns + 1, code: 'columns_differ' }], ...unsaid }
  }
  const [heading, ...below] = rows
  const body = layout.hasHeadings ? below : rows
  if (heading && layout.hasHeadings) problems.push(...wrongHeadings(heading, layout))
  if (body.length === 0) problems.push({ row: 1, column: null, code: 'no_lines' })
  if (body.length > mostLines) problems.push({ row: mostLines + 1, column: null, code: 'too_many_lines' })

  const width = rows[0]?.cells.length ?? 0
  const currency = layout.hasHeadings ? currencyColumn(heading) : null
  const lines: ReadLine[] = []
  for (const row of body.slice(0, mostLines)) {
    const read =
      row.cells.length === width ? readLine(row, { layout, expected, currency }) : [differs(row, width)]
    if (Array.isArray(read)) problems.push(...read)
    else lines.push(read)
  }
  const told = lastBalance(body.slice(0, mostLines), lines, layout)
  problems.push(...told.problems)
  problems.sort((a, b) => a.row - b.row)
  return { lines, problems, days: null, balance: told.balance }
}

const unsaid = { days: null, balance: null }

/** The first of a CSV's rows, by which its columns are named on the page. */
export function headingsOf(text: string, delimiter: keyof typeof delimiters): string[] {
  const end = /\n.*\n/.exec(text)
  const { rows } = readCsv(end ? text.slice(0, end.index + end[0].length) : text, delimiters[delimiter])
  return (rows[0]?.cells ?? []).map((cell) => plainText(cell).slice(0, 200)).slice(0, mostColumns)
}

const differs = ({ row, cells }: CsvRow, width: number): StatementProblem => ({
  row,
  column: Math.min(cells.length, width) + 1,
  code: 'columns_differ',
})

function wrongHeadings({ row, cells }: CsvRow, layout: CsvLayout): StatementProblem[] {
  const names = cells.map((cell) => plainText(cell).slice(0, 200))
  return names.flatMap((name, index): StatementProblem[] => {
    const column = index + 1
    if (name !== '' && names.indexOf(name) < index) return [{ row, column, code: 'heading_twice' }]
    const before = layout.headings[index]
    return before !== undefined && before !== name ? [{ row, column, code: 'heading_changed' }] : []
  })
}

/** The column whose heading says that it holds the currency, counted from one. */
function currencyColumn(heading: CsvRow | undefined): number | null {
  const at = (heading?.cells ?? []).findIndex((cell) => /^(?:currency|ccy|moneda|divisa)$/i.test(cell.trim()))
  return at < 0 ? null : at + 1
}

type Reading = { layout: CsvLayout; expected: Expected; currency: number | null }

function readLine({ row, cells }: CsvRow, of: Reading): ReadLine | StatementProblem[] {
  const { layout, expected, currency } = of
  const cell = (column: number): string => cells[column - 1] ?? ''
  const problems: StatementProblem[] = []
  const day = readDay(cell(layout.day), layout.dayOrder)
  if (!day) problems.push({ row, column: layout.day, code: 'day_unreadable' })
  if (day && day > expected.today) problems.push({ row, column: layout.day, code: 'day_in_future' })
  const named = currency === null ? '' : cell(currency).trim()
  if (named !== '' && named.toLowerCase() !== expected.currency.toLowerCase())
    problems.push({ row, column: currency, code: 'other_currency' })
  const amount = amountOf(row, cell, layout)
  if (typeof amount !== 'bigint') problems.push(amount)
  const nul = cells.findIndex((each) => each.includes('\0'))
  if (nul >= 0) problems.push({ row, column: nul + 1, code: 'text_unstorable' })
  if (!day || typeof amount !== 'bigint' || problems.length > 0) return problems
  return { row, day, amount, text: plainText(layout.text.map(cell).join(' ')), bankId: null }
}

function amountOf(
  row: number,
  cell: (column: number) => string,
  { amounts, signs, decimal }: CsvLayout,
): bigint | StatementProblem {
  const read = (column: number): bigint | null | undefined => {
    const written = cell(column).trim()
    return written === '' ? undefined : readAmount(written, decimal)
  }
  const turned = (cents: bigint) => (signs === 'reversed' ? -cents : cents)
  if ('one' in amounts) {
    const column = amounts.one
    const cents = read(column)
    if (cents === undefined) return { row, column, code: 'amount_missing' }
    if (cents === null) return { row, column, code: 'amount_unreadable' }
    return cents === 0n ? { row, column, code: 'amount_zero' } : turned(cents)
  }
  const { moneyIn, moneyOut } = amounts
  const [came, went] = [read(moneyIn), read(moneyOut)]
  if (came === null) return { row, column: moneyIn, code: 'amount_unreadable' }
  if (went === null) return { row, column: moneyOut, code: 'amount_unreadable' }
  if (came && went) return { row, column: moneyOut, code: 'amount_twice' }
  if (came === undefined && went === undefined) return { row, column: moneyIn, code: 'amount_missing' }
  // What went out stands in its own column, with or without a sign of its own.
  const cents = came || -size(went ?? 0n)
  return cents === 0n ? { row, column: moneyIn, code: 'amount_zero' } : turned(cents)
}

const size = (cents: bigint): bigint => (cents < 0n ? -cents : cents)
