import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockRequest } from '#app/domain/requests/lock-request.server.ts'
import { now } from '#app/platform/clock.ts'
import { refuseJoined } from './refuse-joined.server.ts'

/**
 * Says that a request is for somebody whom the fund knows already, by one of their cases. Each record keeps its key; they are
 * held, kept and erased as one. Refuses `request_unknown`, `role_may_not`, `case_unknown`, `person_is_erased`,
 * `person_is_joined_once` and `join_is_within_a_fund`.
 */
export const joinPerson = (of: {
  staff: ActingStaff
  requestId: string
  sameAsCase: string
}): Promise<void> =>
  attempt(
    { staff: of.staff, action: 'request.joined', subject: 'request', subjectId: of.requestId },
    async (tx) => {
      const { staff, requestId, sameAsCase } = of
      const { fundId, personId } = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
      const known = await tx.personCase.findUnique({ where: { caseCode: sameAsCase } })
      if (!known || known.personId === personId) throw new Refusal('case_unknown')
      await refuseJoined(tx, personId)
      const [root] = await tx.$queryRaw<{ id: string }[]>`
        select coalesce((select j.known_person_id from open_person_join j where j.person_id = ${known.personId}::uuid),
                        ${known.personId}::uuid) as id`
      await tx.personJoin.create({
        data: {
          ...{ requestId, personId, knownPersonId: root?.id ?? known.personId },
          ...{ joinedBy: staff.id, occurredAt: now() },
        },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.joined',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { caseCode: sameAsCase },
      })
    },
  )
