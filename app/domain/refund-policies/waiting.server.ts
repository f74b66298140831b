import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** A refund policy that another administrator proposed waits for this one. */
export async function waitingRefundPolicies(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const proposed = await tx.refundPolicy.findMany({
    where: { fundId: { in: staff.fundIds }, refundPolicyDecision: null, proposedBy: { not: staff.id } },
  })
  return proposed
    .filter(({ fundId }) => may(personIn(fundId).roles, 'funds:manage'))
    .map(({ fundId, occurredAt }) => ({
      ...{ act: 'confirm_refund_policy', to: `/admin/funds/${fundId}/refunds`, fundId, since: occurredAt },
      ...{ caseCode: null, amountCents: null, dueAt: null },
    }))
}
