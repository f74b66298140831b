import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotPayout } from './acts.ts'
import { openPayout } from './open-agreement.server.ts'

/** The second person's yes to giving a family's money back. Another one pays. */
export async function approvePayout(approval: {
  staff: ActingStaff
  payoutId: string
  stepUpId: string
}): Promise<void> {
  const { staff, payoutId, stepUpId } = approval
  await attempt(
    { staff, action: 'copay.payout_approved', subject: 'copay_payout', subjectId: payoutId },
    async (tx) => {
      const { agreement, payout, roles } = await openPayout(tx, { payoutId, staffId: staff.id })
      const refusal = whyNotPayout('approve', payout, { id: staff.id, roles })
      if (refusal) throw refusal
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.approvePayout(payoutId) })
      await tx.copayPayoutApproval.create({
        data: { payoutId, approvedBy: staff.id, stepUpId, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.payout_approved',
        subject: 'copay_agreement',
        subjectId: agreement.id,
        fundId: agreement.fundId,
        detail: { amountCents: payout.amountCents.toString() },
      })
      const { id, fundId, caseCode } = agreement
      await tellAdministrators(tx, {
        ...{ fundId, event: 'approved', by: staff.id, key: `payout:${payoutId}`, caseCode },
        amountCents: payout.amountCents,
        path: `/admin/copays/${id}`,
      })
    },
  )
}
