import { csvCell } from '#app/domain/audit/audit-export.ts'

export const exportFormats = ['json', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** One fact of a kind: a gift, a consent, a mail. */
export type KeptRow = { section: string; fields: Record<string, string | boolean | null> }

/** The file, piece by piece, as it is read. */
export const fileOf = (rows: AsyncIterable<KeptRow>, format: ExportFormat): AsyncIterable<string> =>
  format === 'json' ? jsonOf(rows) : csvOf(rows)

/** One object with a list for each section that has something in it. */
async function* jsonOf(rows: AsyncIterable<KeptRow>): AsyncIterable<string> {
  let open: string | null = null
  yield '{'
  for await (const { section, fields } of rows) {
    const opens = section !== open
    if (opens) yield `${open === null ? '' : '\n],'}\n${JSON.stringify(section)}: [`
    yield `${opens ? '' : ','}\n  ${JSON.stringify(fields)}`
    open = section
  }
  yield open === null ? '}\n' : '\n]\n}\n'
}

/** One line for each field, so that one table holds every section. A cell never begins a formula. */
async function* csvOf(rows: AsyncIterable<KeptRow>): AsyncIterable<string> {
  yield 'section,row,field,value\r\n'
  let row = 0
  let open: string | null = null
  for await (const { section, fields } of rows) {
    row = section === open ? row + 1 : 1
    open = section
    for (const [field, value] of Object.entries(fields))
      if (value !== null)
        yield `${[section, String(row), field, String(value)].map((cell) => csvCell(cell)).join(',')}\r\n`
  }
}
