import { csvRecords, UnreadableCsv } from '#app/platform/csv/records.ts'
import { type Delimiter, type Encoding, firstLine } from '#app/platform/csv/text-kind.ts'
import { headOf } from './keep-file.server.ts'

/**
 * How a kept file begins, as rows: from its beginning alone. Where that breaks off within a row, those before it are enough;
 * where a later row is broken, the names of its columns are still told.
 */
export async function firstRows(file: {
  id: string
  encoding: Encoding
  delimiter: Delimiter
}): Promise<string[][]> {
  const text = await headOf(file)
  const whole = text.length < 30_000 ? text : text.slice(0, text.lastIndexOf('\n') + 1)
  const rows = await rowsIn(whole, file)
  return rows.length > 0 ? rows : rowsIn(firstLine(text), file)
}

/** What cannot be told apart is said, with its place, once the file is read; here it is as if nothing stood there. */
async function rowsIn(text: string, { delimiter }: { delimiter: Delimiter }): Promise<string[][]> {
  const rows: string[][] = []
  try {
    for await (const { cells } of csvRecords(once(text), { delimiter })) if (rows.push(cells) > 3) break
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error
  }
  return rows
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
