import { organization } from '#app/domain/organization/organization.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { daysKept } from './request.ts'
import type { RequestState } from './states.ts'
import { workingDaysAfter } from './working-days.ts'

type Row = { id: string; fundId: string; at: Date; dueAt: Date | null; changedBy: string | null }

/** Far more than anyone does; what is cut off is what can wait longest. */
const readAtMost = 200

/** Someone is held while a request stands still: whoever is to take it on does so by the end of the next working day. */
const daysToGoOn = 1

/** Days without a step after which someone looks again, and by when: a name is not erased on its sixtieth day before that. */
const [daysOfRest, daysToLook] = [30, daysKept - 7]
const day = 24 * 60 * 60 * 1000

/**
 * Calls that someone was promised, requests that stand before or in screening without a call, those that wait for a decision by
 * another than who recommended them, approved ones for which no money was proposed, those without a bond that no way home is
 * open for, and whoever has waited long for a place or for an answer.
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
    ...told('begin_screening', 'requests:work', await standingStill(tx, 'referred', withoutCall)),
    ...told('finish_screening', 'requests:work', await standingStill(tx, 'screening', withoutCall)),
    ...told('decide', 'requests:decide', toDecide),
    ...told(
      'propose_for_request',
      'disbursements:propose',
      await standingStill(tx, 'approved', withoutMoney(now())),
    ),
    ...told('open_pathway', 'requests:work', await standingStill(tx, 'no_bond_available', withoutWay)),
    ...told('look_at_waitlisted', 'requests:work', await longAtRest(tx, 'waitlisted', withoutCall)),
    ...told('look_at_pathway', 'requests:work', await longAtRest(tx, 'no_bond_available', withWay)),
  ]
}

/** The first call of each request that has one. */
const openCalls = (tx: Tx) => tx.$queryRaw<Row[]>`
  select * from (
    select distinct on (r.id) r.id, r.fund_id as "fundId", c.recorded_at as at, c.due_at as "dueAt", null as "changedBy"
      from call_task c join help_request r on r.id = c.request_id
     where c.done_at is null order by r.id, c.due_at) first_calls
   order by "dueAt", id limit ${readAtMost}`

/** What is in a state, since it came there or someone last called, asked its questions or ended a way home; the longest first. */
const standingStill = (tx: Tx, state: RequestState, and = Prisma.empty) => tx.$queryRaw<Row[]>`
  select r.id, r.fund_id as "fundId", e.changed_by::text as "changedBy", null::timestamptz as "dueAt",
         greatest(e.occurred_at, case when r.state in ('referred', 'screening') then
           greatest((select max(c.done_at) from call_task c where c.request_id = r.id),
                    (select max(q.occurred_at) from request_screening q where q.request_id = r.id))
           when r.state = 'no_bond_available' then
             (select max(w.ended_at) from request_pathway w where w.request_id = r.id) end) as at
    from help_request r, lateral (select occurred_at, changed_by from help_request_event
                                   where request_id = r.id order by id desc limit 1) e
   where r.state = ${state} and r.erased_at is null ${and}
   order by at, r.id limit ${readAtMost}`

/** What rests in a state, and everything about its person with it, since the last step of any: what is erased first comes first. */
async function longAtRest(tx: Tx, state: RequestState, and: Prisma.Sql): Promise<Row[]> {
  const rows = await tx.$queryRaw<Omit<Row, 'dueAt'>[]>`
    select * from (
      select r.id, r.fund_id as "fundId", null as "changedBy", person_last_step(r.person_id) as at
        from help_request r where r.state = ${state} and r.erased_at is null ${and}) resting
     where at <= ${new Date(now().getTime() - daysOfRest * day)}
     order by at, id limit ${readAtMost}`
  return rows.map((row) => ({ ...row, dueAt: new Date(row.at.getTime() + daysToLook * day) }))
}

const withoutCall = Prisma.sql`
  and not exists (select from call_task c where c.request_id = r.id and c.done_at is null)`

/**
 * What was rejected, cancelled or has expired frees nobody: it is to be proposed anew. So is what was approved and ran out, which
 * stands a while so that a payment of before can be entered; unless its money is out.
 */
const withoutMoney = (at: Date) => Prisma.sql`
  and not exists (select from request_case k join disbursement d on d.case_code = k.case_code
                   where k.request_id = r.id and d.state not in ('rejected', 'cancelled', 'expired')
                     and (d.state <> 'approved' or d.expires_at > ${at} or cash_is_out(d.id)
                          or (preparation_now(d.id)).state in ('cash_out', 'wire_sent')))`

const withWay = Prisma.sql`
  and exists (select from request_pathway w where w.request_id = r.id and w.ended_at is null)`

const withoutWay = Prisma.sql`
  and not exists (select from request_pathway w where w.request_id = r.id and w.ended_at is null)`
