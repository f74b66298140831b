import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { refuseClosedMonth, refuseUnlessTheirs } from './open-taking-back.server.ts'
import type { Named, TakingBackDate, TakingBackReason } from './suspense.ts'

/**
 * What was said of a movement was wrong. Moves nothing until another person confirms it; then the movement waits again.
 * Answers the id of what is asked. Refuses `suspense_unknown`, `role_may_not`, `assignment_is_taken_back_once`, and
 * `assignment_lies_in_a_closed_month` where it is to be undone as of then.
 */
export async function askTakingBack(act: {
  staff: { id: string; fundIds: string[] }
  named: Named
  reason: TakingBackReason
  dated: TakingBackDate
}): Promise<{ reversalId: string }> {
  const { staff, named, reason, dated } = act
  const attempted = {
    ...{ staff, action: 'suspense.taking_back_asked', subject: 'suspense', subjectId: named.txnId },
  }
  return attempt(attempted, async (tx) => {
    const said = await tx.suspenseAssignment.findUnique({ where: { txnId_number: named } })
    if (!said) throw new Refusal('suspense_unknown')
    await refuseUnlessTheirs(tx, { staffId: staff.id, named })
    const standing = await tx.suspenseReversal.count({
      where: {
        ...named,
        OR: [
          { suspenseReversalDecision: null },
          { suspenseReversalDecision: { is: { decision: 'confirmed' } } },
        ],
      },
    })
    if (standing > 0) throw new Refusal('assignment_is_taken_back_once')
    if (dated === 'then') await refuseClosedMonth(tx, named)
    const { id } = await tx.suspenseReversal.create({
      data: { ...named, reason, dated, askedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'suspense.taking_back_asked' },
      ...{ subject: 'suspense', subjectId: named.txnId, fundId: said.fundId },
      detail: { as: said.kind, cause: reason },
    })
    return { reversalId: id }
  })
}
