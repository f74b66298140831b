import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockIncident } from './lock-incident.server.ts'

/**
 * The first of two says that it is over. Everything stays stopped until another agrees.
 * Refuses `incident_unknown`, `role_may_not` and `incident_is_lifted_once`.
 */
export async function liftIncident(lifting: { staff: ActingStaff; incidentId: string }): Promise<void> {
  const { staff, incidentId } = lifting
  await attempt(
    { staff, action: 'incident.lifted', subject: 'incident', subjectId: incidentId },
    async (tx) => {
      const incident = await lockIncident(tx, { incidentId, staffId: staff.id })
      if (incident.liftedBy) throw new Refusal('incident_is_lifted_once')

      await tx.incidentLifting.create({ data: { incidentId, liftedBy: staff.id, occurredAt: now() } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'incident.lifted',
        subject: 'incident',
        subjectId: incidentId,
        fundId: incident.fundId,
      })
    },
  )
}
