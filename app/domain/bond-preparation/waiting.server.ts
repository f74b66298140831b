import { organization } from '#app/domain/organization/organization.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

const day = 86_400_000
const mostWaiting = 200

/** What was begun and has no answer: ICE is silent, a wire is without its receipt (I-305), a stay lasts, bail is neither posted nor back. */
export async function waitingPreparations(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const at = now()
  const rows = await tx.$queryRaw<Row[]>`
    select d.id, d.fund_id as "fundId", d.case_code as "caseCode", p.state, p.at as since,
           (select coalesce(sum(l.ceiling_cents), 0)::bigint from disbursement_line l where l.disbursement_id = d.id) as cents
      from disbursement d cross join lateral preparation_now(d.id) p
     where d.fund_id = any(${staff.fundIds}::uuid[]) and d.state in ('proposed', 'approved')
       and (p.state in ('verification_sent', 'wire_sent', 'stayed') or p.state = 'cash_out' and not cash_is_out(d.id))
     order by p.at limit ${mostWaiting}`
  return rows
    .map((row) => ({ ...row, dueAt: silentAfter[row.state](row.since, timezone) }))
    .filter(({ dueAt }) => dueAt < at)
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

type Silent = 'verification_sent' | 'wire_sent' | 'stayed' | 'cash_out'

/** By when an answer should be there; from then on someone asks, and is late: a person is held. ICE works on working days; a wire arrives on the day it is sent, or the next. */
const silentAfter: Record<Silent, (since: Date, timezone: string) => Date> = {
  verification_sent: (since, timezone) => workingDaysAfter(since, 2, timezone),
  wire_sent: (since) => new Date(since.getTime() + 2 * day),
  stayed: (since) => new Date(since.getTime() + 7 * day),
  cash_out: (since, timezone) => workingDaysAfter(since, 1, timezone),
}

type Row = {
  id: string
  fundId: string
  caseCode: string
  state: Silent
  since: Date
  cents: bigint
}
