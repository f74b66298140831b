import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Legal demands that are open, each by itself, for whoever manages demands in its fund; one for everything, for whoever does so
 * in any. Its last day is over where the organization is; without one it has waited since it was received.
 */
export async function waitingDemands(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'demands:manage'))
  const [anyOfThem] = fundIds
  if (anyOfThem === undefined) return []
  const { timezone } = await organization()
  return tx.$queryRaw<Waiting[]>`
    select 'see_to_demand' as act, '/admin/demands#' || d.id as "to", coalesce(d.fund_id, ${anyOfThem}::uuid) as "fundId",
           case_of_demand(d.id) as "caseCode",
           null::bigint as "amountCents", d.received_on::timestamp at time zone ${timezone} as since,
           (d.deadline_on + 1)::timestamp at time zone ${timezone} as "dueAt"
      from legal_demand d
     where (d.fund_id is null or d.fund_id = any(${fundIds}::uuid[]))
       and not exists (select from legal_demand_closing x where x.demand_id = d.id)
     order by d.deadline_on nulls last, d.received_on, d.id limit 200`
}
