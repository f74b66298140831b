import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockOrder, rankAllWaiting } from '#app/domain/requests/rank-request.server.ts'
import { now } from '#app/platform/clock.ts'
import type { PriorityCriterion } from './priority.ts'

/**
 * Says by what the fund decides who is helped first, from now on and in the open. Earlier policies stay on record; whoever waits
 * is placed anew. Refuses `role_may_not`.
 */
export async function setPriority(of: {
  staff: ActingStaff
  fundId: string
  criteria: PriorityCriterion[]
}): Promise<void> {
  const { staff, fundId, criteria } = of
  await attempt({ staff, action: 'fund.priority_set', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    await lockOrder(tx, fundId)
    await tx.priorityPolicy.create({ data: { fundId, criteria, setBy: staff.id, occurredAt: now() } })
    await rankAllWaiting(tx, fundId)
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.priority_set',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { criteria: criteria.join(' ') },
    })
  })
}
