import { firstRecords } from '#app/platform/csv/first-records.ts'
import { type Delimiter, type Encoding, firstLine } from '#app/platform/csv/text-kind.ts'
import { headOf } from './keep-file.server.ts'

/** The names of the columns and three rows below them. */
const shown = 4

/**
 * How a kept file begins, as rows: from its beginning alone. Where that breaks off within a row, or a row cannot be told apart,
 * those before it are enough: what is wrong is said, with its place, once the file is read.
 */
export async function firstRows(file: {
  id: string
  encoding: Encoding
  delimiter: Delimiter
}): Promise<string[][]> {
  const { delimiter } = file
  const text = await headOf(file)
  const whole = text.length < 30_000 ? text : text.slice(0, text.lastIndexOf('\n') + 1)
  const rows = firstRecords(whole, { delimiter, most: shown })
  return rows.length > 0 ? rows : firstRecords(firstLine(text), { delimiter, most: shown })
}
