import { organization } from '#app/domain/organization/organization.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

const day = 86_400_000
const mostWaiting = 200

/**
 * What was begun and has no answer: ICE is silent, a wire is without its receipt (I-305), a stay lasts, bail is neither posted
 * nor back. And what was answered and goes no further without us: a contract to sign, a no, another amount, a wire that came back.
 */
export async function waitingPreparations(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const at = now()
  const rows = await tx.$queryRaw<Row[]>`
    select d.id, d.fund_id as "fundId", d.case_code as "caseCode", p.state, p.at as since,
           (select coalesce(sum(l.ceiling_cents), 0)::bigint from disbursement_line l where l.disbursement_id = d.id) as cents
      from disbursement d cross join lateral preparation_now(d.id) p
     where d.fund_id = any(${staff.fundIds}::uuid[]) and d.state in ('proposed', 'approved')
       and (p.state in ('verification_sent', 'wire_sent', 'stayed', 'refused', 'amount_changed', 'wire_returned')
            or p.state = 'verified' and d.state = 'approved' or p.state = 'cash_out' and not cash_is_out(d.id))
     order by p.at limit ${mostWaiting}`
  return rows
    .map((row) => ({ ...row, dueAt: dueOf[row.state](row.since, timezone) }))
    .filter(({ state, dueAt }) => isOurs(state) || dueAt < at)
    .filter(({ fundId }) => may(personIn(fundId).roles, 'bonds:follow'))
    .map(({ id, fundId, caseCode, state, since, cents, dueAt }) => ({
      act: `prepare_${state}`,
      to: `/admin/disbursements/${id}`,
      fundId,
      caseCode,
      amountCents: cents,
      since,
      dueAt,
    }))
}

/** The turn is ours at once: nobody else is asked. */
const ours = ['verified', 'refused', 'amount_changed', 'wire_returned'] as const
type Ours = (typeof ours)[number]

const isOurs = (state: string): boolean => (ours as readonly string[]).includes(state)

type State = 'verification_sent' | 'wire_sent' | 'stayed' | 'cash_out' | Ours

const nextWorkingDay = (since: Date, timezone: string) => workingDaysAfter(since, 1, timezone)

/** By when an answer should be there; from then on someone asks, and is late: a person is held. ICE works on working days; a wire arrives on the day it is sent, or the next. What is ours to do is done by the next working day. */
const dueOf: Record<State, (since: Date, timezone: string) => Date> = {
  verification_sent: (since, timezone) => workingDaysAfter(since, 2, timezone),
  wire_sent: (since) => new Date(since.getTime() + 2 * day),
  stayed: (since) => new Date(since.getTime() + 7 * day),
  cash_out: nextWorkingDay,
  verified: nextWorkingDay,
  refused: nextWorkingDay,
  amount_changed: nextWorkingDay,
  wire_returned: nextWorkingDay,
}

type Row = {
  id: string
  fundId: string
  caseCode: string
  state: State
  since: Date
  cents: bigint
}
