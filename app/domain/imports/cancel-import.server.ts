import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { dropFile } from './keep-file.server.ts'
import { requireImporter } from './require-importer.server.ts'

/**
 * Gives a batch up before it is in; what its file said of people goes with it. It waits for no run: whichever of the two is
 * first to say so wins, and the other leaves nothing. Refuses `import_unknown`, `role_may_not` and `import_ends_once`.
 */
export async function cancelImport({
  staff,
  batchId,
}: {
  staff: ActingStaff
  batchId: string
}): Promise<void> {
  const action = 'import.cancelled'
  await attempt({ staff, action, subject: 'import', subjectId: batchId }, async (tx) => {
    const batch = await tx.importBatch.findUnique({ where: { id: batchId } })
    if (!batch) throw new Refusal('import_unknown')
    await requireImporter(tx, staff.id, [batch.fundId])
    await tx.importEvent.create({
      data: { batchId, kind: 'cancelled', staffId: staff.id, occurredAt: now() },
    })
    await tx.importRow.deleteMany({ where: { batchId } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
    })
  })
  await dropFile({ id: batchId })
}
