import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotReversal } from './acts.ts'
import { openReversal } from './open-reversal.server.ts'

/** Asked for by mistake, or not believed: what was received stands. */
export async function withdrawReversal(act: { staff: ActingStaff; reversalId: string }): Promise<void> {
  const { staff, reversalId } = act
  const attempted = {
    ...{ staff, action: 'copay.reversal_withdrawn' },
    ...{ subject: 'copay_reversal', subjectId: reversalId },
  }
  await attempt(attempted, async (tx) => {
    const { receipt, reason, standing } = await openReversal(tx, { reversalId, staffId: staff.id })
    const { agreement, roles, amount } = receipt
    const refusal = whyNotReversal('withdraw', standing, { id: staff.id, roles })
    if (refusal) throw refusal
    await tx.copayReversalDecision.create({
      data: { reversalId, decision: 'withdrawn', decidedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'copay.reversal_withdrawn' },
      ...{ subject: 'copay_agreement', subjectId: agreement.id, fundId: agreement.fundId },
      detail: { reason, amountCents: amount.toString() },
    })
  })
}
