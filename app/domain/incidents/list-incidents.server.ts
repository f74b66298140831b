import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { IncidentReason, IncidentState } from './incident.ts'

type Act = { by: string; at: Date }

export type IncidentRow = {
  id: string
  fundId: string
  fundName: string
  reason: IncidentReason
  state: IncidentState
  raised: Act
  lifted: Act | null
  confirmed: Act | null
  /** What this person may do about it now; null where they may nothing. */
  mayDo: 'lift' | 'confirm' | null
}

export type IncidentsPage = {
  incidents: IncidentRow[]
  /** Where this person may raise one: funds that have none open. */
  mayRaise: { id: string; name: string }[]
}

const shownAtMost = 100

/** What was stopped in this person's funds, open first, then the newest. */
export const listIncidents = (of: {
  staff: Pick<SignedInStaff, 'id' | 'fundIds' | 'roles'>
  language: string
}): Promise<IncidentsPage> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const { fundIds, id } = of.staff
    const names = await fundNames(tx, { fundIds, language: of.language })
    const lifts = fundsWhere(of.staff, 'incidents:lift')
    const rows = await tx.$queryRaw<Found[]>`
      select i.id, i.fund_id as "fundId", i.reason, r.name as "raisedBy", i.occurred_at as "raisedAt",
             l.lifted_by as "lifterId", ls.name as "liftedBy", l.occurred_at as "liftedAt",
             cs.name as "confirmedBy", c.occurred_at as "confirmedAt"
        from incident i join staff r on r.id = i.raised_by
        left join incident_lifting l on l.incident_id = i.id left join staff ls on ls.id = l.lifted_by
        left join incident_lifting_confirmation c on c.incident_id = i.id left join staff cs on cs.id = c.confirmed_by
       where i.fund_id = any(${fundIds}::uuid[])
       order by c.incident_id is not null, i.recorded_at desc limit ${shownAtMost}`
    const incidents = rows.map((row): IncidentRow => {
      const state = row.confirmedBy ? 'lifted' : row.liftedBy ? 'lifting' : 'open'
      const may = lifts.includes(row.fundId) && state !== 'lifted' && row.lifterId !== id
      return {
        ...{ id: row.id, fundId: row.fundId, reason: row.reason, state },
        fundName: names.get(row.fundId) ?? '',
        raised: { by: row.raisedBy, at: row.raisedAt },
        lifted: actOf(row.liftedBy, row.liftedAt),
        confirmed: actOf(row.confirmedBy, row.confirmedAt),
        mayDo: may ? (state === 'open' ? 'lift' : 'confirm') : null,
      }
    })
    const open = new Set(incidents.flatMap(({ fundId, state }) => (state === 'lifted' ? [] : [fundId])))
    const free = fundsWhere(of.staff, 'incidents:raise').filter((fundId) => !open.has(fundId))
    return {
      incidents,
      mayRaise: free.map((fundId) => ({ id: fundId, name: names.get(fundId) ?? '' })),
    }
  })

type Found = {
  id: string
  fundId: string
  reason: IncidentReason
  raisedBy: string
  raisedAt: Date
  lifterId: string | null
  liftedBy: string | null
  liftedAt: Date | null
  confirmedBy: string | null
  confirmedAt: Date | null
}

const actOf = (by: string | null, at: Date | null): Act | null => (by !== null && at ? { by, at } : null)
