import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockRequest } from './lock-request.server.ts'
import { dropCalls, planCall } from './plan-call.server.ts'
import { actionFor, callAfter, callsMadeUntrueBy, movesFrom, reasonsOf } from './request.ts'
import type { RequestState } from './states.ts'
import { walkRequest } from './walk-request.server.ts'
import { workingDaysAfter } from './working-days.ts'

export type RequestMove = {
  staff: ActingStaff
  requestId: string
  to: RequestState
  /** From the list of the state, where it has one. */
  reason: string | null
}

/** What is decided today is told by the end of the next working day. */
const daysToTell = 1

/**
 * Takes a request one step on. Whatever its asker must hear makes a call for someone; a call of intake that would say
 * what is no longer so is dropped. What became of a bond that is posted is told also after the request is closed.
 *
 * Refuses `request_unknown`, `role_may_not`, `request_step_not_possible`, `request_reason_is_on_its_list` and, where
 * somebody approves what they themselves recommended, `approver_is_not_recommender`.
 */
export async function moveRequest({ staff, requestId, to, reason }: RequestMove): Promise<void> {
  const { timezone } = await organization()
  await attempt({ staff, action: 'request.moved', subject: 'request', subjectId: requestId }, async (tx) => {
    const request = await lockRequest(tx, requestId)
    await requireRole(tx, { staffId: staff.id, fundId: request.fundId, action: actionFor(to) })
    if (request.erasedAt || !movesFrom(request.state).includes(to))
      throw new Refusal('request_step_not_possible')
    const reasons = reasonsOf(to)
    if (reasons.length === 0 ? reason !== null : !reasons.includes(reason ?? ''))
      throw new Refusal('request_reason_is_on_its_list', {}, 'reason')
    if (to === 'approved') await refuseOwnRecommendation(tx, { requestId, staffId: staff.id })

    const at = now()
    await walkRequest(tx, request, { to, by: staff.id, reason, at })
    const kind = callAfter(to)
    await dropCalls(tx, { requestIds: [requestId], kinds: callsMadeUntrueBy(to), at })
    if (kind) await planCall(tx, { requestId, kind, dueAt: workingDaysAfter(at, daysToTell, timezone) })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'request.moved',
      subject: 'request',
      subjectId: requestId,
      fundId: request.fundId,
      detail: { from: request.state, to, ...(reason ? { why: reason } : {}) },
    })
  })
}

async function refuseOwnRecommendation(tx: Tx, of: { requestId: string; staffId: string }): Promise<void> {
  const recommended = await tx.helpRequestEvent.findFirst({
    where: { requestId: of.requestId, toState: 'recommended' },
    orderBy: { id: 'desc' },
    select: { changedBy: true },
  })
  if (recommended?.changedBy === of.staffId) throw new Refusal('approver_is_not_recommender')
}
