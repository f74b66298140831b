import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { IncidentReason } from './incident.ts'

export type FundInIncident = {
  incidentId: string
  fundId: string
  fundName: string
  reason: IncidentReason
  since: Date
}

/** Which of a person's funds have what goes out stopped, the longest first: the banner of every staff page. */
export const fundsInIncident = (of: { fundIds: string[]; language: string }): Promise<FundInIncident[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const open = await tx.$queryRaw<Omit<FundInIncident, 'fundName'>[]>`
      select i.id as "incidentId", i.fund_id as "fundId", i.reason, i.occurred_at as since from incident i
       where i.fund_id = any(${of.fundIds}::uuid[])
         and not exists (select from incident_lifting_confirmation c where c.incident_id = i.id)
       order by i.recorded_at`
    if (open.length === 0) return []
    const names = await fundNames(tx, of)
    return open.map((incident) => ({ ...incident, fundName: names.get(incident.fundId) ?? '' }))
  })
