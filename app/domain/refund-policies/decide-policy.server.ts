import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'

type Decision = { staff: { id: string; fundIds: string[] }; fundId: string; policyId: string } & (
  | { decision: 'confirmed'; stepUpId: string }
  | { decision: 'rejected' }
)

/**
 * Another administrator's yes puts a refund policy in force at once; any of them may say no.
 *
 * Refuses `refund_policy_unknown`, `role_may_not`, `refund_policy_is_decided_once`, `refund_policy_is_confirmed_by_another`
 * and `step_up_is_fresh_and_bound`.
 */
export async function decideRefundPolicy(act: Decision): Promise<void> {
  const { staff, fundId, policyId, decision } = act
  const of = { action: `refund_policy.${decision}`, subject: 'fund', subjectId: fundId }
  await attempt({ staff, ...of }, async (tx) => {
    const policy = await tx.refundPolicy.findFirst({
      where: { id: policyId, AND: [{ fundId }, { fundId: { in: staff.fundIds } }] },
      include: { refundPolicyDecision: true },
    })
    if (!policy) throw new Refusal('refund_policy_unknown')
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    if (policy.refundPolicyDecision) throw new Refusal('refund_policy_is_decided_once')
    const stepUpId = decision === 'confirmed' ? act.stepUpId : null
    if (stepUpId !== null) {
      if (policy.proposedBy === staff.id) throw new Refusal('refund_policy_is_confirmed_by_another')
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmRefundPolicy(policyId) })
    }
    await tx.refundPolicyDecision.create({
      data: { policyId, decision, decidedBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of, fundId },
      detail: { aloneCents: policy.aloneCents.toString(), days: policy.days ?? 0 },
    })
  })
}
