import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { openTakingBack } from './open-taking-back.server.ts'

/** What was asked for by mistake: what was said of the movement stands. */
export async function withdrawTakingBack(act: {
  staff: { id: string; fundIds: string[] }
  reversalId: string
}): Promise<void> {
  const { staff, reversalId } = act
  await attempt(
    {
      ...{ staff, action: 'suspense.taking_back_withdrawn' },
      ...{ subject: 'suspense_reversal', subjectId: reversalId },
    },
    async (tx) => {
      const asked = await openTakingBack(tx, { reversalId, staffId: staff.id })
      await tx.suspenseReversalDecision.create({
        data: { reversalId, decision: 'withdrawn', decidedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        ...{ actor: { kind: 'staff', id: staff.id }, action: 'suspense.taking_back_withdrawn' },
        ...{ subject: 'suspense', subjectId: asked.txnId, fundId: asked.fundId },
        detail: { as: asked.kind },
      })
    },
  )
}
