import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { beginReading } from './add-import.server.ts'
import { isDonorList, type Mapping } from './layouts.ts'
import { openImport } from './lock-import.server.ts'
import { requireImporter } from './require-importer.server.ts'

/**
 * Says which column of a file is what, keeps that under a name where one is given, and has the file read. Refuses
 * `import_unknown`, `import_is_elsewhere`, `role_may_not` and `column_chosen_twice`.
 */
export async function mapColumns(of: {
  staff: ActingStaff
  batchId: string
  columns: Mapping
  name: string
}): Promise<void> {
  const { staff, batchId, columns, name } = of
  const action = 'import.mapped'
  await attempt({ staff, action, subject: 'import', subjectId: batchId }, async (tx) => {
    const batch = await openImport(tx, batchId, ['mapping'])
    await requireImporter(tx, staff.id, [batch.fundId])
    if (isDonorList(batch.layout) === (columns.amount !== undefined)) throw new Refusal('import_is_elsewhere')
    const chosen = Object.entries(columns)
    const twice = chosen.find(([, column], at) => chosen.findIndex(([, other]) => other === column) < at)
    if (twice) throw new Refusal('column_chosen_twice', {}, `columns.${twice[0]}`)

    await tx.importBatch.update({ where: { id: batchId }, data: { columns } })
    if (name !== '')
      await tx.importMapping.create({ data: { name, columns, savedBy: staff.id, occurredAt: now() } })
    await beginReading(tx, batchId)
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
      detail: { columns: chosen.length, saved: name !== '' },
    })
  })
}
