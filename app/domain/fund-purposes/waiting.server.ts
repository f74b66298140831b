import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** New words of a fund that another administrator proposed wait for this one, until the day before they would hold. */
export async function waitingPurposes(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const proposed = await tx.fundPurposeChange.findMany({
    where: {
      fundId: { in: staff.fundIds },
      fundPurposeChangeDecision: null,
      proposedBy: { not: staff.id },
    },
  })
  return proposed
    .filter(({ fundId }) => may(personIn(fundId).roles, 'funds:manage'))
    .map(({ fundId, occurredAt, effectiveFrom }) => ({
      ...{ act: 'confirm_purpose', to: `/admin/funds/${fundId}/purpose`, fundId, since: occurredAt },
      ...{ caseCode: null, amountCents: null, dueAt: effectiveFrom },
    }))
}
