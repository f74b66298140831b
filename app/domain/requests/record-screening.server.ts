import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import type { PriorityCriterion } from '#app/domain/intake/priority.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockRequest } from './lock-request.server.ts'
import { isClear, type Screening, writeScreening } from './screening.ts'

const screened: readonly string[] = ['screening', 'waitlisted', 'recommended']

/**
 * What was asked before anyone recommends a request. The answers are sealed with the person; the request knows only that
 * they were given and whether anything stands against posting.
 * Refuses `request_unknown`, `role_may_not`, `only_an_open_request_is_screened`.
 */
export async function recordScreening(of: {
  staff: ActingStaff
  requestId: string
  answers: Screening
  criteria: PriorityCriterion[]
}): Promise<void> {
  const { staff, requestId, answers, criteria } = of
  await attempt(
    { staff, action: 'request.screened', subject: 'request', subjectId: requestId },
    async (tx) => {
      const request = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId: request.fundId, action: 'requests:work' })
      if (request.erasedAt || !screened.includes(request.state))
        throw new Refusal('only_an_open_request_is_screened')
      await writeField(tx, {
        ...{ personId: request.personId, caseCode: null },
        field: 'screening',
        plain: writeScreening(answers),
      })
      await tx.requestScreening.create({
        data: { requestId, clear: isClear(answers), criteria, screenedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.screened',
        subject: 'request',
        subjectId: requestId,
        fundId: request.fundId,
      })
    },
  )
}
