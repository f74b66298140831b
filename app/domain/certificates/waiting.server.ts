import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { warningDays } from './certificate.ts'

const to = '/admin/certificates'
const noMoney = { caseCode: null, amountCents: null }

/** Papers that another person entered, and certificates that end within 60, 30 or 7 days or have ended. */
export async function waitingCertificates(tx: Tx, of: WaitingFor): Promise<Waiting[]> {
  return [...(await unconfirmed(tx, of)), ...(await ending(tx, of))]
}

async function unconfirmed(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ fundId: string; since: Date }[]>`
    select c.fund_id as "fundId", c.occurred_at as since from certificate c
     where c.recorded_by <> ${staff.id}::uuid
       and not exists (select from certificate_confirmation f where f.certificate_id = c.id)
       and not exists (select from certificate_revocation r where r.certificate_id = c.id)`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'disbursements:approve'))
    .map((row) => ({ act: 'confirm_certificate', to, ...noMoney, ...row, dueAt: null }))
}

type Ending = { fundId: string; daysLeft: number; since: Date; endsAt: Date }

/** One for each rule of a place that a fund still serves: when the last of its certificates runs out. */
async function ending(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Ending[]>`
    select x."fundId", x.last_day - local_day(${now()}::timestamptz) as "daysLeft",
           (x.last_day - ${warningDays[0]}::int)::timestamp at time zone x.zone as since,
           (x.last_day + 1)::timestamp at time zone x.zone as "endsAt"
      from (select asked.fund_id as "fundId", o.timezone as zone,
                   coalesce(certified_until(asked.fund_id, asked.code, local_day(${now()}::timestamptz)),
                            (select max(d.last_day) from certificate_days(asked.fund_id, asked.code) d
                              where d.last_day < local_day(${now()}::timestamptz))) as last_day
              from (select distinct p.fund_id, r.code from fund_place p join jurisdiction_rule r on lies_in(p.place, r.place)
                     where r.kind = 'certificate' and place_ended_at(p.id) is null) asked
             cross join organization o) x
     where x.last_day <= local_day(${now()}::timestamptz) + ${warningDays[0]}::int`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'jurisdictions:manage'))
    .map(({ fundId, daysLeft, since, endsAt }) => ({
      ...{ act: actFor(daysLeft), to, ...noMoney, fundId, since, dueAt: endsAt },
    }))
}

/** `renew_certificate_60`, `…_30`, `…_7`, or `renew_certificate_ended`. */
function actFor(daysLeft: number): string {
  if (daysLeft < 0) return 'renew_certificate_ended'
  const passed = warningDays.filter((days) => daysLeft <= days).at(-1) ?? warningDays[0]
  return `renew_certificate_${passed}`
}
