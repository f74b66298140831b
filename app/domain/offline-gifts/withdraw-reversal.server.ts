import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { openReversal } from './open-reversal.server.ts'
import { sumOf } from './parts-going-back.ts'

/** What was asked for by mistake: the gift stands. */
export async function withdrawReversal(act: { staff: ActingStaff; reversalId: string }): Promise<void> {
  const { staff, reversalId } = act
  await attempt(
    { staff, action: 'offline.reversal_withdrawn', subject: 'offline_reversal', subjectId: reversalId },
    async (tx) => {
      const { gift, reason, parts } = await openReversal(tx, { reversalId, staff })
      await tx.offlineReversalDecision.create({
        data: { reversalId, decision: 'withdrawn', decidedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        ...{ actor: { kind: 'staff', id: staff.id }, action: 'offline.reversal_withdrawn' },
        ...{ subject: 'payment', subjectId: gift.id, fundId: gift.fundId },
        detail: { reason, amountCents: sumOf(parts).toString() },
      })
    },
  )
}
