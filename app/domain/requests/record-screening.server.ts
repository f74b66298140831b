import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import type { PriorityCriterion } from '#app/domain/intake/priority.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { noteRideHome } from '#app/domain/rides/note-ride-home.server.ts'
import { writeRequestField } from '#app/domain/vault/asked/write-request-field.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockRequest } from './lock-request.server.ts'
import { lockOrder, rankRequest } from './rank-request.server.ts'
import { isClear, type Screening, writeScreening } from './screening.ts'

const screened: readonly string[] = ['screening', 'waitlisted', 'recommended']

/**
 * What was asked before anyone recommends a request. The answers, and what is met of the fund's order, are sealed with the
 * person; the request knows only that they were given, whether anything stands against posting, its place in the order, and
 * that a ride home is wanted.
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
      const { personId, fundId } = request
      await lockOrder(tx, fundId)
      await writeRequestField(tx, {
        ...{ personId, requestId, field: 'screening' },
        plain: writeScreening(answers, criteria),
      })
      await tx.requestScreening.create({
        data: { requestId, clear: isClear(answers), screenedBy: staff.id, occurredAt: now() },
      })
      await rankRequest(tx, { requestId, fundId, met: criteria })
      await noteRideHome(tx, { requestId, wanted: answers.ride_needed === 'yes' })
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
