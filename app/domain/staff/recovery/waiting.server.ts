import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { managesPerson } from './manages-person.server.ts'

type Row = {
  id: string
  staffId: string
  fundId: string
  way: 'administrators' | 'host'
  openedBy: string | null
  since: Date
  dueAt: Date
}

/** Recoveries of colleagues: one that this administrator or trustee may confirm, and the host's, which they should look at. */
export async function recoveriesWaiting(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select f.id, f.staff_id as "staffId", f.way, f.opened_by as "openedBy", f.recorded_at as since,
           case f.way when 'host' then f.ready_at else f.expires_at end as "dueAt",
           (select r.fund_id from staff_role r where r.staff_id = f.staff_id and in_scope(r.fund_id)
                and manages_fund(${staff.id}::uuid, r.fund_id) order by r.fund_id limit 1) as "fundId"
      from factor_recovery f
     where f.staff_id <> ${staff.id}::uuid and factor_recovery_state(f.id) in ('waiting', 'ready')`
  const found: Waiting[] = []
  for (const { staffId, fundId, way, openedBy, since, dueAt } of rows) {
    if (!fundId || !personIn(fundId).roles.includes('administrator')) continue
    const mayConfirm =
      way === 'administrators' &&
      openedBy !== staff.id &&
      (await managesPerson(tx, { managerId: staff.id, staffId }))
    if (way === 'administrators' && !mayConfirm) continue
    found.push({
      ...{ act: mayConfirm ? 'confirm_recovery' : 'look_at_recovery', fundId, since, dueAt },
      ...{ to: `/admin/people/${staffId}/recovery`, caseCode: null, amountCents: null },
    })
  }
  const trusted = await tx.$queryRaw<{ staffId: string; fundId: string; since: Date; dueAt: Date }[]>`
    select staff_id as "staffId", fund_id as "fundId", recorded_at as since, expires_at as "dueAt"
      from recoveries_for_trustee(${staff.id}::uuid)`
  for (const { staffId, ...when } of trusted)
    found.push({
      ...{ act: 'confirm_recovery', ...when, to: `/admin/people/${staffId}/recovery` },
      ...{ caseCode: null, amountCents: null },
    })
  return found
}
