import { now } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'
import type { ExportFormat } from './audit-export.ts'
import { type AuditFilter, readAuditFilter } from './audit-filter.ts'

export type OpenedExport = {
  format: ExportFormat
  rowCount: number
  filter: AuditFilter
  madeAt: Date
}

/** An export is good for this long: the proof of presence that it was made with is no older. */
const openFor = 15 * 60_000

/** An export that this person made a moment ago. Null for anyone else's, and for one that is over. */
export async function openedExport(of: { exportId: string; staffId: string }): Promise<OpenedExport | null> {
  const made = await db().auditExport.findFirst({ where: { id: of.exportId, madeBy: of.staffId } })
  if (!made || now().getTime() - made.occurredAt.getTime() > openFor) return null
  const kept = made.filter as Record<string, string | null>
  return {
    format: made.format as ExportFormat,
    rowCount: made.rowCount,
    filter: readAuditFilter((name) => kept[name]),
    madeAt: made.occurredAt,
  }
}
