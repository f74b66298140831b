import { randomUUID } from 'node:crypto'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { attempt } from './attempt.server.ts'
import type { ExportFormat } from './audit-export.ts'
import type { AuditFilter } from './audit-filter.ts'
import { type AuditReader, auditWhere, readableAudit } from './audit-where.server.ts'
import { filterHash } from './filter-hash.ts'
import { recordAudit } from './record-audit.server.ts'

type Reader = AuditReader & { id: string }

/** How many rows an export with this filter would hold now, and the last of them. */
export const countAudit = (of: {
  staff: AuditReader
  filter: AuditFilter
}): Promise<{ rows: number; last: bigint }> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => counted(tx, of))

async function counted(tx: Tx, of: { staff: AuditReader; filter: AuditFilter }) {
  const where = await auditWhere(tx, await readableAudit(tx, of.staff), of.filter)
  const [row] = await tx.$queryRaw<{ rows: number; last: bigint }[]>`
    select count(*)::int as rows, coalesce(max(e.id), 0) as last
      from audit_event e left join audit_seal s on s.event_id = e.id left join fund f on f.id = e.fund_id
     where ${where}`
  return row ?? { rows: 0, last: 0n }
}

/** The act as the audit keeps it, done or refused. */
export function auditExported(staff: AuditReader): { action: string; subject: string; fundId?: string } {
  const [only] = fundsWhere(staff, 'audit:read')
  return { action: 'audit.exported', subject: 'audit', ...(only ? { fundId: only } : {}) }
}

/**
 * Keeps that a person takes the audit out, with which filter and how many rows, before the first row leaves.
 * Refuses `step_up_is_fresh_and_bound`.
 */
export async function makeAuditExport(wanted: {
  staff: Reader
  filter: AuditFilter
  format: ExportFormat
  stepUpId: string
}): Promise<{ exportId: string }> {
  const { staff, filter, format, stepUpId } = wanted
  const exportId = randomUUID()
  const act = auditExported(staff)
  return attempt({ staff, ...act }, async (tx) => {
    const hash = filterHash(filter)
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id },
      boundTo: boundTo.exportAudit({ format, filterHash: hash }),
    })
    const { rows, last } = await counted(tx, { staff, filter })
    await tx.auditExport.create({
      data: {
        ...{ id: exportId, madeBy: staff.id, stepUpId, format, filterHash: hash },
        ...{ filter: filter as Prisma.InputJsonObject, rowCount: rows, lastEventId: last, occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, subjectId: exportId },
      detail: { format, rows, filter: hash.slice(0, 16) },
    })
    return { exportId }
  })
}
