import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotPayout } from './acts.ts'
import { openPayout } from './open-agreement.server.ts'

/** Takes back a payout that was not paid: the money is held on. */
export async function withdrawPayout(withdrawal: { staff: ActingStaff; payoutId: string }): Promise<void> {
  const { staff, payoutId } = withdrawal
  await attempt(
    { staff, action: 'copay.payout_withdrawn', subject: 'copay_payout', subjectId: payoutId },
    async (tx) => {
      const { agreement, payout, roles } = await openPayout(tx, { payoutId, staffId: staff.id })
      const refusal = whyNotPayout('withdraw', payout, { id: staff.id, roles })
      if (refusal) throw refusal
      await tx.copayPayoutWithdrawal.create({ data: { payoutId, withdrawnBy: staff.id, occurredAt: now() } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.payout_withdrawn',
        subject: 'copay_agreement',
        subjectId: agreement.id,
        fundId: agreement.fundId,
        detail: { amountCents: payout.amountCents.toString() },
      })
    },
  )
}
