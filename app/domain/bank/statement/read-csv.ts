import type { StatementProblem } from './statement.ts'

export type CsvRow = { row: number; cells: string[] }

/**
 * Rows and cells of a CSV (RFC 4180), in one pass over its letters. Quoting that is broken is a problem with its row and
 * column, never a guess. Empty rows are left out, and count as rows.
 */
export function readCsv(text: string, delimiter: string): { rows: CsvRow[]; problems: StatementProblem[] } {
  const rows: CsvRow[] = []
  const problems: StatementProblem[] = []
  let at = 0
  let row = 1
  while (at < text.length) {
    const read = readRow(text, delimiter, at, row)
    problems.push(...read.problems)
    if (read.cells.length > 1 || read.cells[0] !== '') rows.push({ row, cells: read.cells })
    at = read.next
    row += 1
  }
  return { rows, problems }
}

type Row = { cells: string[]; problems: StatementProblem[]; next: number }

function readRow(text: string, delimiter: string, start: number, row: number): Row {
  const cells: string[] = []
  const problems: StatementProblem[] = []
  let at = start
  for (;;) {
    const column = cells.length + 1
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, delimiter, at)
    cells.push(cell.value)
    if (cell.problem) problems.push({ row, column, code: cell.problem })
    at = cell.next
    if (cell.problem !== 'quote_not_closed' && text[at] !== delimiter && !endsRow(text, at)) {
      problems.push({ row, column, code: 'text_after_quote' })
      while (text[at] !== delimiter && !endsRow(text, at)) at += 1
    }
    if (text[at] !== delimiter) return { cells, problems, next: afterRow(text, at) }
    at += 1
  }
}

type Cell = { value: string; next: number; problem: 'quote_not_closed' | 'quote_inside' | null }

function readQuoted(text: string, start: number): Cell {
  const parts: string[] = []
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { value: '', next: text.length, problem: 'quote_not_closed' }
    parts.push(text.slice(at, quote))
    if (text[quote + 1] !== '"') return { value: parts.join('"'), next: quote + 1, problem: null }
    at = quote + 2
  }
}

function readPlain(text: string, delimiter: string, start: number): Cell {
  let at = start
  let hasQuote = false
  while (text[at] !== delimiter && !endsRow(text, at)) {
    hasQuote ||= text[at] === '"'
    at += 1
  }
  return { value: text.slice(start, at), next: at, problem: hasQuote ? 'quote_inside' : null }
}

const endsRow = (text: string, at: number): boolean =>
  at >= text.length || text[at] === '\n' || text[at] === '\r'

const afterRow = (text: string, at: number): number =>
  at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1)
