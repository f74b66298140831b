import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Delimiter } from './text-kind.ts'

/** One row: where it begins in the file, counted from 1, and its cells as they stand there. */
export type CsvRecord = { line: number; cells: string[] }

/** A file that cannot be told apart into rows and cells, with the place where it breaks. */
export class UnreadableCsv extends Error {
  readonly problem: 'quote_not_closed' | 'quote_misplaced' | 'row_too_long'
  readonly line: number
  readonly column: number

  constructor(of: Pick<UnreadableCsv, 'problem' | 'line' | 'column'>) {
    super(of.problem)
    this.problem = of.problem
    this.line = of.line
    this.column = of.column
  }
}

/** Bytes of the longest row that is read. */
export const longestRecord = 256 * 1024

/** Rows of a text that comes in pieces; only one piece is held at a time. Throws UnreadableCsv. */
export async function* csvRecords(
  text: AsyncIterable<string>,
  { delimiter }: { delimiter: Delimiter },
): AsyncGenerator<CsvRecord> {
  let begins = 1
  const beginnings: number[] = []
  const parser = parse({
    ...{ delimiter, skip_empty_lines: true, relax_column_count: true, max_record_size: longestRecord },
    // The parser counts to where a row ends; people look for where it begins.
    on_record: (cells: string[], { lines }) => {
      beginnings.push(Math.max(begins, lines - linesIn(cells)))
      begins = lines + 1
      return cells
    },
  })
  const source = Readable.from(text)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const cells of parser as AsyncIterable<string[]>)
      yield { line: beginnings.shift() ?? begins, cells }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(error, begins)
    throw error
  } finally {
    source.destroy()
    parser.destroy()
  }
}

const linesIn = (cells: string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)

/** A quote that is never closed swallows the rest of the file: what helps is where its row begins. */
function unreadable(error: CsvError, begins: number): UnreadableCsv {
  const problem = problems[error.code]
  if (!problem) throw error
  const line = problem === 'quote_misplaced' ? numberIn(error.lines, begins) : begins
  return new UnreadableCsv({ problem, line, column: numberIn(error.index, 0) + 1 })
}

const problems: Partial<Record<CsvError['code'], UnreadableCsv['problem']>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote_not_closed',
  CSV_INVALID_CLOSING_QUOTE: 'quote_misplaced',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'quote_misplaced',
  INVALID_OPENING_QUOTE: 'quote_misplaced',
  CSV_MAX_RECORD_SIZE: 'row_too_long',
}

const numberIn = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise
