import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { openImport } from './lock-import.server.ts'
import { requireImporter } from './require-importer.server.ts'

/**
 * Has a whole batch taken back. Refuses `import_unknown`, `import_is_elsewhere`, `role_may_not` and
 * `step_up_is_fresh_and_bound`. What was used since is not taken back; the page lists it before and after.
 */
export async function undoImport(of: {
  staff: ActingStaff
  batchId: string
  stepUpId: string
}): Promise<void> {
  const { staff, batchId, stepUpId } = of
  const action = 'import.undo_started'
  await attempt({ staff, action, subject: 'import', subjectId: batchId }, async (tx) => {
    const batch = await openImport(tx, batchId, ['in'])
    const funds = await tx.importedGift.findMany({
      where: { batchId },
      select: { fundId: true },
      distinct: ['fundId'],
    })
    await requireImporter(tx, staff.id, [batch.fundId, ...funds.map(({ fundId }) => fundId)])
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.undoImport(batchId) })

    await tx.importEvent.create({
      data: { batchId, kind: 'undo_started', staffId: staff.id, stepUpId, occurredAt: now() },
    })
    await tx.importProgress.updateMany({ where: { batchId }, data: { done: 0n } })
    await enqueue(
      tx,
      'imports.take-back',
      { batchId },
      { key: `imports.take-back:${batchId}`, queue: 'imports' },
    )
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
    })
  })
}
