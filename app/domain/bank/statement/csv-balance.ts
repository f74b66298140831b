import type { CsvLayout } from './csv-layout.ts'
import { readAmount } from './read-amount.ts'
import type { CsvRow } from './read-csv.ts'
import type { ReadLine, ReadStatement, StatementProblem } from './statement.ts'

type Told = { line: ReadLine; cents: bigint }

/**
 * What the account held after the last line of a bank's CSV. Some banks write the newest line first: the order is the one in
 * which each balance follows from the one before, else that of the days. A line may be without a balance.
 */
export function lastBalance(
  rows: CsvRow[],
  lines: ReadLine[],
  { balance: column, decimal }: Pick<CsvLayout, 'balance' | 'decimal'>,
): { balance: ReadStatement['balance']; problems: StatementProblem[] } {
  if (column === null) return { balance: null, problems: [] }
  const lineAt = new Map(lines.map((line) => [line.row, line]))
  const problems: StatementProblem[] = []
  const told: Told[] = []
  for (const { row, cells } of rows) {
    const written = (cells[column - 1] ?? '').trim()
    const line = lineAt.get(row)
    if (written === '' || !line) continue
    const cents = readAmount(written, decimal)
    if (cents === null) problems.push({ row, column, code: 'balance_unreadable' })
    else told.push({ line, cents })
  }
  const last = isNewestFirst(told) ? told[0] : told.at(-1)
  return { balance: last ? { day: last.line.day, cents: last.cents } : null, problems }
}

function isNewestFirst(told: Told[]): boolean {
  const pairs = told.slice(1).flatMap((below, index) => {
    const above = told[index]
    return above ? [{ above, below }] : []
  })
  const follows = (before: Told, after: Told) => after.cents === before.cents + after.line.amount
  if (pairs.every(({ above, below }) => follows(above, below))) return false
  if (pairs.every(({ above, below }) => follows(below, above))) return true
  return (told[0]?.line.day ?? '') > (told.at(-1)?.line.day ?? '')
}
