import { lastBalance } from './csv-balance.ts'
import { type CsvLayout, delimiters } from './csv-layout.ts'
import { readAmount } from './read-amount.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { readDay } from './read-day.ts'
import { readDirection } from './read-direction.ts'
import {
  type Expected,
  mostLines,
  plainText,
  type ReadLine,
  type ReadStatement,
  type StatementProblem,
} from './statement.ts'
import { mostColumns, namesIn } from './table-top.ts'

/** The lines of a bank's CSV by its layout, with everything that is wrong by row and column. */
export function readCsvStatement(text: string, layout: CsvLayout, expected: Expected): ReadStatement {
  const { rows, problems } = readCsv(text, delimiters[layout.delimiter])
  const wide = rows.find(({ cells }) => cells.length > mostColumns)
  if (wide) {
    const { row } = wide
    return { lines: [], problems: [{ row, column: mostColumns + 1, code: 'columns_differ' }], ...unsaid }
  }
  const table = rows.filter(({ row }) => row >= layout.firstRow)
  const first = table[0]?.cells ?? []
  const body = layout.hasHeadings ? table.slice(1) : table
  if (table[0] && layout.hasHeadings) problems.push(...wrongHeadings(table[0], layout))
  if (body.length > mostLines) problems.push({ row: mostLines + 1, column: null, code: 'too_many_lines' })

  const reading = { layout, expected, currency: layout.hasHeadings ? currencyColumn(first) : null }
  const lost = rows
    .slice(0, rows.length - body.length)
    .filter((row) => !Array.isArray(readLine(row, reading)))
  problems.push(...lost.map(({ row }) => ({ row, column: null, code: 'line_above_table' as const })))

  const lines: ReadLine[] = []
  for (const [index, row] of body.slice(0, mostLines).entries()) {
    const differs = whereItDiffers(row, first, layout)
    const isAtAnEnd = index === 0 || index === body.length - 1
    if (!differs && isAtAnEnd && tellsBalanceAlone(row, layout)) continue
    const read = differs ? [differs] : readLine(row, reading)
    if (Array.isArray(read)) problems.push(...read)
    else lines.push(read)
  }
  if (lines.length + problems.length === 0 || body.length === 0)
    problems.push({ row: 1, column: null, code: 'no_lines' })
  const told = lastBalance(body.slice(0, mostLines), lines, layout)
  problems.push(...told.problems)
  problems.sort((a, b) => a.row - b.row)
  return { lines, problems, days: null, balance: told.balance }
}

const unsaid = { days: null, balance: null }

/**
 * From which column a row has more or fewer cells than the first of its table. Some banks end their lines, or their headings, with
 * delimiters behind which nothing stands: that is no column.
 */
function whereItDiffers(
  { row, cells }: CsvRow,
  first: string[],
  { hasHeadings }: CsvLayout,
): StatementProblem | null {
  const even = Math.min(cells.length, first.length)
  const isEmpty = [...cells.slice(even), ...first.slice(even)].every((cell) => cell.trim() === '')
  if (isEmpty && (hasHeadings || cells.length >= first.length)) return null
  return { row, column: even + 1, code: 'columns_differ' }
}

/**
 * Opening and closing balances stand in some tables as rows of their own: nothing moved by them. A line whose amount was lost has a
 * balance as well, so the row must say that it is one.
 */
function tellsBalanceAlone({ row, cells }: CsvRow, layout: CsvLayout): boolean {
  if (layout.balance === null || !cells.some((cell) => /\b(?:balance|saldo)\b/i.test(cell))) return false
  const cell = (column: number): string => cells[column - 1] ?? ''
  const amount = amountOf(row, cell, layout)
  if (typeof amount === 'bigint' || amount.code !== 'amount_missing') return false
  const isRead = readDay(cell(layout.day), layout.dayOrder) !== null
  return isRead && readAmount(cell(layout.balance), layout.decimal) !== null
}

function wrongHeadings({ row, cells }: CsvRow, layout: CsvLayout): StatementProblem[] {
  const names = namesIn(cells)
  return names.flatMap((name, index): StatementProblem[] => {
    const column = index + 1
    if (name !== '' && names.indexOf(name) < index) return [{ row, column, code: 'heading_twice' }]
    const before = layout.headings[index]
    return before !== undefined && before !== name ? [{ row, column, code: 'heading_changed' }] : []
  })
}

/** The column whose heading says that it holds the currency, counted from one. */
function currencyColumn(headings: string[]): number | null {
  const at = headings.findIndex((cell) => /^(?:currency|ccy|moneda|divisa)$/i.test(cell.trim()))
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
    if (cents === 0n) return { row, column, code: 'amount_zero' }
    if (amounts.direction === undefined) return turned(cents)
    // A minus beside the word could mean either: that it went out, or that it was taken back.
    const went = cents < 0n ? null : readDirection(cell(amounts.direction))
    if (went === null) return { row, column: amounts.direction, code: 'direction_unclear' }
    return turned(went === 'out' ? -cents : cents)
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
