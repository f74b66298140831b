import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockBatch } from './lock-batch.server.ts'
import { requireSender } from './require-sender.server.ts'

/**
 * Writes to nobody further. Who was written to stays so, and a new start passes them over. Refuses `role_may_not`,
 * `batch_not_found` and `ended_batch_stays_ended`.
 */
export async function stopStatements({
  staff,
  batchId,
}: {
  staff: ActingStaff
  batchId: string
}): Promise<void> {
  const action = 'statements.sending_stopped'
  await attempt({ staff, action, subject: 'statement_batch', subjectId: batchId }, async (tx) => {
    await requireSender(tx, staff.id)
    await lockBatch(tx, batchId)
    if (!(await tx.statementBatch.findUnique({ where: { id: batchId } })))
      throw new Refusal('batch_not_found')
    if (await tx.statementBatchEnding.findUnique({ where: { batchId } })) {
      throw new Refusal('ended_batch_stays_ended')
    }
    await tx.statementBatchEnding.create({
      data: { batchId, ending: 'stopped', endedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action, subject: 'statement_batch', subjectId: batchId },
    })
  })
}
