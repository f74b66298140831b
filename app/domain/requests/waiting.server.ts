import { organization } from '#app/domain/organization/organization.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { RequestState } from './states.ts'
import { workingDaysAfter } from './working-days.ts'

type Row = { id: string; fundId: string; at: Date; dueAt: Date | null; changedBy: string | null }

/** Far more than anyone does; what is cut off is what can wait longest. */
const readAtMost = 200

/** Someone is held while a request stands still: whoever is to take it on does so by the end of the next working day. */
const daysToGoOn = 1

/**
 * Calls that someone was promised, requests that stand in screening without a call, those that wait for a decision by another
 * than who recommended them, and approved ones for which no money was proposed.
 */
export async function waitingRequests(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const told = (act: string, action: Action, rows: Row[]): Waiting[] =>
    rows
      .filter(({ fundId }) => may(personIn(fundId).roles, action))
      .map(({ id, fundId, at, dueAt }) => ({
        ...{ act, fundId, to: `/admin/requests/${id}`, caseCode: null, amountCents: null, since: at },
        dueAt: dueAt ?? workingDaysAfter(at, daysToGoOn, timezone),
      }))
  const toDecide = (await standingStill(tx, 'recommended')).filter(({ changedBy }) => changedBy !== staff.id)
  return [
    ...told('call', 'requests:work', await openCalls(tx)),
    ...told('finish_screening', 'requests:work', await standingStill(tx, 'screening', withoutCall)),
    ...told('decide', 'requests:decide', toDecide),
    ...told(
      'propose_for_request',
      'disbursements:propose',
      await standingStill(tx, 'approved', withoutMoney),
    ),
  ]
}

/** The first call of each request that has one. */
const openCalls = (tx: Tx) => tx.$queryRaw<Row[]>`
  select * from (
    select distinct on (r.id) r.id, r.fund_id as "fundId", c.recorded_at as at, c.due_at as "dueAt", null as "changedBy"
      from call_task c join help_request r on r.id = c.request_id
     where c.done_at is null order by r.id, c.due_at) first_calls
   order by "dueAt", id limit ${readAtMost}`

/** What is in a state, since it came there or someone last called or asked its questions, what has stood longest first. */
const standingStill = (tx: Tx, state: RequestState, and = Prisma.empty) => tx.$queryRaw<Row[]>`
  select r.id, r.fund_id as "fundId", e.changed_by::text as "changedBy", null::timestamptz as "dueAt",
         greatest(e.occurred_at, case when r.state = 'screening' then
           greatest((select max(c.done_at) from call_task c where c.request_id = r.id),
                    (select max(q.occurred_at) from request_screening q where q.request_id = r.id)) end) as at
    from help_request r, lateral (select occurred_at, changed_by from help_request_event
                                   where request_id = r.id order by id desc limit 1) e
   where r.state = ${state} and r.erased_at is null ${and}
   order by at, r.id limit ${readAtMost}`

const withoutCall = Prisma.sql`
  and not exists (select from call_task c where c.request_id = r.id and c.done_at is null)`

/** What was rejected, cancelled or has expired frees nobody: it is to be proposed anew. */
const withoutMoney = Prisma.sql`
  and not exists (select from request_case k join disbursement d on d.case_code = k.case_code
                   where k.request_id = r.id and d.state not in ('rejected', 'cancelled', 'expired'))`
