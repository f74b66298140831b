import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { firstRows } from './first-rows.server.ts'
import type { KeptFile } from './keep-file.server.ts'
import { isOwn, type LayoutName, layouts, type Mapping, recognized } from './layouts.ts'
import type { DayOrder } from './read-day.ts'
import { requireImporter } from './require-importer.server.ts'

type Added = {
  staff: ActingStaff
  file: KeptFile
  /** One of ours, an own one to choose its columns next, the id of saved ones, or `recognized` to look at its first row. */
  layout: string
  fundId: string
  dayOrder: DayOrder
}

const isOurs = (layout: string): layout is LayoutName => layouts.some((name) => name === layout)

/**
 * Makes a batch of a kept file and has it read, unless its columns are still to be chosen. Nothing of it is in yet. Answers
 * the batch. Refuses `role_may_not` and `mapping_unknown`.
 */
export async function addImport({ staff, file, fundId, dayOrder, ...asked }: Added): Promise<string> {
  const layout = asked.layout === 'recognized' ? recognized((await firstRows(file))[0] ?? []) : asked.layout
  const action = 'import.uploaded'
  return attempt({ staff, action, subject: 'import', subjectId: file.id, fundId }, async (tx) => {
    await requireImporter(tx, staff.id, [fundId])
    const columns = await savedColumns(tx, layout)
    const name = isOurs(layout) ? layout : savedFor(columns)
    await tx.importBatch.create({
      data: {
        ...{
          id: file.id,
          layout: name,
          fundId,
          dayOrder,
          encoding: file.encoding,
          delimiter: file.delimiter,
        },
        ...{
          fileBytes: BigInt(file.bytes),
          fileSha256: file.sha256,
          uploadedBy: staff.id,
          occurredAt: now(),
        },
        ...(columns ? { columns } : {}),
      },
    })
    await tx.importProgress.create({ data: { batchId: file.id, done: 0n, total: BigInt(file.bytes) } })
    if (!isOwn(name) || columns) await beginReading(tx, file.id)
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action, subject: 'import', subjectId: file.id, fundId },
      detail: { layout: name, bytes: file.bytes },
    })
    return file.id
  })
}

/** Imports are read and brought in one after another, so that two large files do not share one machine's memory. */
export const beginReading = (tx: Tx, batchId: string): Promise<void> =>
  enqueue(tx, 'imports.read', { batchId }, { key: `imports.read:${batchId}`, queue: 'imports' })

async function savedColumns(tx: Tx, layout: string): Promise<Mapping | null> {
  if (isOurs(layout)) return null
  const saved = await tx.importMapping.findUnique({ where: { id: layout } })
  if (!saved) throw new Refusal('mapping_unknown', {}, 'layout')
  return saved.columns as Mapping
}

/** Columns without an amount were chosen for a list of donors. */
const savedFor = (columns: Mapping | null): LayoutName => (columns?.amount ? 'own' : 'own_donors')
