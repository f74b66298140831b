import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { lockBatch } from './lock-batch.server.ts'
import { recordInEach } from './record-in-each.server.ts'

/** A batch that was opened by mistake, before anything of it is booked. */
export async function withdrawBatch(act: { staff: ActingStaff; batchId: string }): Promise<void> {
  const { staff, batchId } = act
  await attempt(
    { staff, action: 'offline.withdrawn', subject: 'offline_batch', subjectId: batchId },
    async (tx) => {
      const batch = await lockBatch(tx, { batchId, staffId: staff.id, action: 'offline:enter' })
      await tx.offlineBatchEnding.create({
        data: { batchId, kind: 'withdrawn', endedBy: staff.id, occurredAt: now() },
      })
      await recordInEach(tx, {
        ...{ staffId: staff.id, action: 'offline.withdrawn', batch },
        detail: { totalCents: batch.control.total.toString() },
      })
    },
  )
}
