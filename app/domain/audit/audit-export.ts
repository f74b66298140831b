import type { AuditFilter } from './audit-filter.ts'

export const exportFormats = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** One exported row. `body` is the text that the chain signs; `hash` = sha256(`previous` bytes, then `body`). */
export type ExportedRow = {
  seq: string | null
  id: string
  occurredAt: string
  actorKind: string
  actorId: string | null
  actorName: string | null
  action: string
  subject: string
  subjectId: string
  fundId: string | null
  fund: string | null
  outcome: string
  detail: Record<string, unknown>
  previous: string | null
  hash: string | null
  body: string
}

export type ExportHead = {
  kind: 'homeward-audit'
  version: 1
  exportedAt: string
  filter: AuditFilter
  /** Whether it holds every row of the chain up to the head. */
  whole: boolean
  head: { seq: string; hash: string } | null
}

export type ExportEnd = { kind: 'end'; rows: number }

const columns: (keyof ExportedRow)[] = [
  ...(['seq', 'id', 'occurredAt', 'actorKind', 'actorId', 'actorName', 'action', 'subject'] as const),
  ...(['subjectId', 'fundId', 'fund', 'outcome', 'detail', 'previous', 'hash', 'body'] as const),
]

export const csvHeader = `${columns.join(',')}\r\n`

export const csvLine = (row: ExportedRow): string =>
  `${columns.map((name) => csvCell(row[name])).join(',')}\r\n`

/** Quoted; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export function csvCell(value: ExportedRow[keyof ExportedRow]): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? '')
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
