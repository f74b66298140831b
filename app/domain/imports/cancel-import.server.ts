import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { dropFile } from './keep-file.server.ts'
import { requireImporter } from './require-importer.server.ts'

/**
 * Gives a batch up before it is in; what its file said of people goes with it. It waits for no run: whichever of the two is
 * first to say so wins, and the other leaves nothing. Refuses `import_unknown`, `role_may_not`, `import_ends_once` and
 * `import_is_on_hold`: while a legal demand for its fund or for everything is open, the file stays as it is.
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
    await lockHolds(tx)
    const batch = await tx.importBatch.findUnique({ where: { id: batchId } })
    if (!batch) throw new Refusal('import_unknown')
    await requireImporter(tx, staff.id, [batch.fundId])
    await tx.importEvent.create({
      data: { batchId, kind: 'cancelled', staffId: staff.id, occurredAt: now() },
    })
    // A file speaks of gifts of any day: the days that a demand is for free nothing of it.
    const [hold] = await tx.$queryRaw<{ held: boolean }[]>`
      select record_is_on_hold(${batch.fundId}::uuid, null) as held`
    if (hold?.held !== false) throw new Refusal('import_is_on_hold')
    await tx.importRow.deleteMany({ where: { batchId } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
    })
  })
  await dropFile({ id: batchId })
}
