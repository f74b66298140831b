import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockBatch } from './lock-batch.server.ts'
import { recordInEach } from './record-in-each.server.ts'

/** A line that was entered wrongly, while its batch is open. Nothing was booked, so nothing is reversed. */
export async function removeLine(act: {
  staff: ActingStaff
  batchId: string
  lineId: string
}): Promise<void> {
  const { staff, batchId, lineId } = act
  await attempt(
    { staff, action: 'offline.line_removed', subject: 'offline_batch', subjectId: batchId },
    async (tx) => {
      const batch = await lockBatch(tx, { batchId, staffId: staff.id, action: 'offline:enter' })
      const line = await tx.offlineBatchLine.findUnique({ where: { id: lineId, batchId } })
      if (!line) throw new Refusal('batch_line_unknown')
      await tx.offlineBatchLine.deleteMany({ where: { id: lineId } })
      await recordInEach(tx, {
        ...{ staffId: staff.id, action: 'offline.line_removed', batch },
        detail: { kind: line.giftKind, amountCents: line.amountCents.toString() },
      })
    },
  )
}
