import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

export type LockedIncident = { id: string; fundId: string; liftedBy: string | null; isOver: boolean }

/**
 * An incident that this person may end, held until the transaction does: two who lift it wait for each other.
 * Refuses `incident_unknown` (another fund's too) and `role_may_not`.
 */
export async function lockIncident(
  tx: Tx,
  of: { incidentId: string; staffId: string },
): Promise<LockedIncident> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`lifting:${of.incidentId}`}, 0))::text`
  const [incident] = await tx.$queryRaw<LockedIncident[]>`
    select i.id, i.fund_id as "fundId", l.lifted_by as "liftedBy", c.incident_id is not null as "isOver"
      from incident i
      left join incident_lifting l on l.incident_id = i.id
      left join incident_lifting_confirmation c on c.incident_id = i.id
     where i.id = ${of.incidentId}::uuid`
  if (!incident) throw new Refusal('incident_unknown')
  await requireRole(tx, { staffId: of.staffId, fundId: incident.fundId, action: 'incidents:lift' })
  return incident
}
