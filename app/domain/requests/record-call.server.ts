import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockRequest } from './lock-request.server.ts'
import { planCall } from './plan-call.server.ts'
import { type CallKind, type CallOutcome, mostTries } from './request.ts'
import { workingDaysAfter } from './working-days.ts'

/**
 * A call was made. Where nobody answered it is tried again on the next working day, three times in all for each
 * time that there is something to say.
 * Refuses `request_unknown`, `role_may_not`, `call_unknown` and `call_is_done_once`.
 */
export async function recordCall(call: {
  staff: ActingStaff
  requestId: string
  callId: string
  outcome: CallOutcome
}): Promise<void> {
  const { staff, requestId, callId, outcome } = call
  const { timezone } = await organization()
  await attempt({ staff, action: 'request.called', subject: 'request', subjectId: requestId }, async (tx) => {
    const request = await lockRequest(tx, requestId)
    await requireRole(tx, { staffId: staff.id, fundId: request.fundId, action: 'requests:work' })
    const task = await tx.callTask.findFirst({ where: { id: callId, requestId } })
    if (!task) throw new Refusal('call_unknown')
    if (task.doneAt) throw new Refusal('call_is_done_once')

    const at = now()
    const kind = task.kind as CallKind
    await tx.callTask.update({ where: { id: callId }, data: { doneAt: at, doneBy: staff.id, outcome } })
    if (outcome === 'no_answer' && task.attempt < mostTries)
      await planCall(tx, {
        ...{ requestId, kind, attempt: task.attempt + 1 },
        dueAt: workingDaysAfter(at, 1, timezone),
      })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'request.called',
      subject: 'request',
      subjectId: requestId,
      fundId: request.fundId,
      detail: { kind, outcome },
    })
  })
}
