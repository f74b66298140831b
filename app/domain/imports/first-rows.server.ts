import { csvRecords } from '#app/platform/csv/records.ts'
import type { Delimiter, Encoding } from '#app/platform/csv/text-kind.ts'
import { headOf } from './keep-file.server.ts'

/** How a kept file begins, as rows: from its beginning alone. Where that breaks off within a row, those before it are enough. */
export async function firstRows(file: {
  id: string
  encoding: Encoding
  delimiter: Delimiter
}): Promise<string[][]> {
  const text = await headOf(file)
  const whole = text.length < 30_000 ? text : text.slice(0, text.lastIndexOf('\n') + 1)
  const rows: string[][] = []
  try {
    for await (const { cells } of csvRecords(once(whole), file)) if (rows.push(cells) > 3) break
  } catch {
    // What cannot be told apart is said, with its place, once the file is read.
  }
  return rows
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
