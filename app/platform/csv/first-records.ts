import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { longestRecord } from './records.ts'
import type { Delimiter } from './text-kind.ts'

/** The first rows of a short text, as cells: those before the first that cannot be told apart. */
export function firstRecords(text: string, of: { delimiter: Delimiter; most: number }): string[][] {
  const rows: string[][] = []
  try {
    parse(text, {
      ...{ delimiter: of.delimiter, to: of.most, skip_empty_lines: true, relax_column_count: true },
      max_record_size: longestRecord,
      // Taken as they come: the parser keeps none of them once a later row is broken.
      on_record: (cells: string[]) => void rows.push(cells),
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  return rows
}
