import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { IncidentReason } from './incident.ts'

/**
 * Stops at once what a fund publishes and writes by itself; gifts, receipts and bonds go on. Anyone who works for the
 * fund may, alone: stopping harms nobody. Refuses `role_may_not` and `one_incident_at_a_time`.
 */
export async function raiseIncident(incident: {
  staff: ActingStaff
  fundId: string
  reason: IncidentReason
}): Promise<{ incidentId: string }> {
  const { staff, fundId, reason } = incident
  const incidentId = randomUUID()
  return attempt({ staff, action: 'incident.raised', subject: 'incident', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'incidents:raise' })
    // Waits for what is going out at this moment, and lets nothing begin after it.
    await tx.$queryRaw`select pg_advisory_xact_lock(outgoing_lock_key(${fundId}::uuid))::text`
    const [row] = await tx.$queryRaw<{ open: boolean }[]>`select incident_is_open(${fundId}::uuid) as open`
    if (row?.open) throw new Refusal('one_incident_at_a_time')

    await tx.incident.create({
      data: { id: incidentId, fundId, raisedBy: staff.id, reason, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'incident.raised',
      subject: 'incident',
      subjectId: incidentId,
      fundId,
      detail: { reason },
    })
    return { incidentId }
  })
}
