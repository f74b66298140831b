import type { Person } from '#app/domain/disbursements/acts.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** Incidents that this person could end, or agree to end. */
export async function waitingIncidents(
  tx: Tx,
  of: { staff: { id: string; fundIds: string[] }; personIn: (fundId: string) => Person },
): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ fundId: string; since: Date; liftedBy: string | null }[]>`
    select i.fund_id as "fundId", coalesce(l.occurred_at, i.occurred_at) as since, l.lifted_by as "liftedBy"
      from incident i left join incident_lifting l on l.incident_id = i.id
     where i.fund_id = any(${of.staff.fundIds}::uuid[])
       and not exists (select from incident_lifting_confirmation c where c.incident_id = i.id)`
  return rows.flatMap(({ fundId, since, liftedBy }) => {
    if (liftedBy === of.staff.id || !may(of.personIn(fundId).roles, 'incidents:lift')) return []
    const act = liftedBy ? 'confirm_lifting' : 'lift_incident'
    return [{ act, to: '/admin/incidents', fundId, caseCode: null, amountCents: null, since, dueAt: null }]
  })
}
