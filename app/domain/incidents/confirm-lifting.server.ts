import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { lockIncident } from './lock-incident.server.ts'

/**
 * The second of two agrees: what waited goes on. Who raised it may be either of them.
 * Refuses `incident_unknown`, `role_may_not`, `incident_is_not_being_lifted`, `lifting_is_confirmed_once` and
 * `two_people_lift_an_incident`.
 */
export async function confirmLifting(confirmation: {
  staff: ActingStaff
  incidentId: string
}): Promise<void> {
  const { staff, incidentId } = confirmation
  await attempt(
    { staff, action: 'incident.lifting_confirmed', subject: 'incident', subjectId: incidentId },
    async (tx) => {
      const incident = await lockIncident(tx, { incidentId, staffId: staff.id })
      if (!incident.liftedBy) throw new Refusal('incident_is_not_being_lifted')
      if (incident.isOver) throw new Refusal('lifting_is_confirmed_once')
      if (incident.liftedBy === staff.id) throw new Refusal('two_people_lift_an_incident')

      await tx.incidentLiftingConfirmation.create({
        data: { incidentId, confirmedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'incident.lifting_confirmed',
        subject: 'incident',
        subjectId: incidentId,
        fundId: incident.fundId,
      })
      await enqueue(tx, 'incident.resume', { fundId: incident.fundId })
    },
  )
}
