import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockRequest } from '#app/domain/requests/lock-request.server.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Takes back that a request is for somebody who was known: they are two again, each with what was written of them. Refuses
 * `request_unknown`, `role_may_not`, `join_unknown` and, once money was proposed for the request, `join_ends_before_a_proposal`.
 */
export const separatePerson = (of: { staff: ActingStaff; requestId: string }): Promise<void> =>
  attempt(
    { staff: of.staff, action: 'request.separated', subject: 'request', subjectId: of.requestId },
    async (tx) => {
      const { staff, requestId } = of
      const { fundId } = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
      const [join] = await tx.$queryRaw<{ id: string }[]>`
        select id from open_person_join where request_id = ${requestId}::uuid`
      if (!join) throw new Refusal('join_unknown')
      await tx.personJoinEnd.create({
        data: { joinId: join.id, separatedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.separated',
        subject: 'request',
        subjectId: requestId,
        fundId,
      })
    },
  )
