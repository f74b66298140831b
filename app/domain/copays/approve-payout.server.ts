import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { refuseAboveCaps } from '#app/domain/funds/refuse-above-caps.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotPayout } from './acts.ts'
import { openPayout } from './open-agreement.server.ts'

/**
 * One person's yes to giving a family's money back. With the last one that the fund's rule asks for it may be paid, by someone
 * who did not approve. Answers how many are missing. Refuses a second yes of one person, and what is above the fund's caps.
 */
export async function approvePayout(approval: {
  staff: ActingStaff
  payoutId: string
  stepUpId: string
}): Promise<{ missing: number }> {
  const { staff, payoutId, stepUpId } = approval
  return attempt(
    { staff, action: 'copay.payout_approved', subject: 'copay_payout', subjectId: payoutId },
    async (tx) => {
      const { agreement, payout, roles } = await openPayout(tx, { payoutId, staffId: staff.id })
      const refusal = whyNotPayout('approve', payout, { id: staff.id, roles })
      if (refusal) throw refusal
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.approvePayout(payoutId) })
      const { fundId } = agreement
      const total = payout.amountCents
      const given = payout.approverIds.length + 1
      const required = await approvalsRequired(tx, { fundId, total })
      const completes = given >= required
      if (completes) await refuseAboveCaps(tx, { fundId, total })
      await tx.copayPayoutApproval.create({
        data: { payoutId, approvedBy: staff.id, stepUpId, completes, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.payout_approved',
        subject: 'copay_agreement',
        subjectId: agreement.id,
        fundId,
        detail: { given, required, amountCents: total.toString() },
      })
      await tellAdministrators(tx, {
        ...{ fundId, event: 'approved', by: staff.id, key: `payout:${payoutId}:${staff.id}` },
        ...{ caseCode: agreement.caseCode, amountCents: total, path: `/admin/copays/${agreement.id}` },
      })
      return { missing: Math.max(required - given, 0) }
    },
  )
}
