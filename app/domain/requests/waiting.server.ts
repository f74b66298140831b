import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

type Row = { id: string; fundId: string; at: Date; dueAt: Date | null; recommendedBy: string | null }

/** Calls that someone was promised, and requests that wait for a decision by another than who recommended them. */
export async function waitingRequests(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const calls = await tx.$queryRaw<Row[]>`
    select distinct on (r.id) r.id, r.fund_id as "fundId", c.recorded_at as at, c.due_at as "dueAt", null as "recommendedBy"
      from call_task c join help_request r on r.id = c.request_id
     where c.done_at is null order by r.id, c.due_at limit 200`
  const decisions = await tx.$queryRaw<Row[]>`
    select r.id, r.fund_id as "fundId", e.occurred_at as at, null as "dueAt", e.changed_by as "recommendedBy"
      from help_request r, lateral (select occurred_at, changed_by from help_request_event
                                     where request_id = r.id order by id desc limit 1) e
     where r.state = 'recommended' order by e.occurred_at limit 200`
  const item = (act: string, { id, fundId, at, dueAt }: Row): Waiting => ({
    ...{ act, fundId, dueAt },
    to: `/admin/requests/${id}`,
    caseCode: null,
    amountCents: null,
    since: at,
  })
  return [
    ...calls
      .filter(({ fundId }) => may(personIn(fundId).roles, 'requests:work'))
      .map((row) => item('call', row)),
    ...decisions
      .filter(
        ({ fundId, recommendedBy }) =>
          recommendedBy !== staff.id && may(personIn(fundId).roles, 'requests:decide'),
      )
      .map((row) => item('decide', row)),
  ]
}
