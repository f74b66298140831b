import { Temporal } from 'temporal-polyfill'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { caseKeys, type SealedOfCase } from '#app/domain/vault/case-key.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Half, statesWithDates } from '../court-date.ts'
import { openPlace } from '../place.server.ts'
import { type OpenTask, openTasks } from './open-tasks.server.ts'

export type CalendarDate = {
  id: string
  bondId: string
  caseCode: string
  fundName: string
  /** `2026-12-01`. */
  day: string
  half: Half
  hearing: string
  building: string
  room: string
}

export type Calendar = {
  today: string
  /** `2026-12`, and the months around it. */
  month: string
  earlier: string
  later: string
  /** The days of that month that have dates, with how many in each half. */
  days: { day: string; morning: number; afternoon: number }[]
  /** A page of those from today on, day by day. */
  coming: CalendarDate[]
  /** The last date of this page, after which the next one begins; null where none follows. */
  after: string | null
  tasks: (OpenTask & { fundName: string })[]
  funds: { slug: string; name: string }[]
}

const pageSize = 100

/**
 * The open dates of a person's funds, page by page, a month of them to look at, and all that waits to be done about cases.
 * `after` is the last date that was seen before.
 */
export async function calendar(asked: {
  staff: Reader
  fundIds: string[]
  timezone: string
  month: string | null
  fundSlug: string | null
  after?: string | null
}): Promise<Calendar> {
  const { staff, fundIds, timezone, fundSlug, after = null } = asked
  const at = now()
  const today = dayOf(at, timezone)
  const month = Temporal.PlainYearMonth.from(asked.month ?? today.slice(0, 7))
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const funds = await tx.fund.findMany({ where: { id: { in: fundIds } }, orderBy: { slug: 'asc' } })
    const found = await openDates(tx, { from: today, fundSlug, after, atMost: pageSize + 1 })
    const rows = found.slice(0, pageSize)
    const keyOf = await caseKeys(
      tx,
      rows.map(({ caseCode }) => caseCode),
    )
    const tasks = await openTasks(tx, { at, timezone, fundSlug })
    return {
      today,
      month: month.toString(),
      earlier: month.subtract({ months: 1 }).toString(),
      later: month.add({ months: 1 }).toString(),
      days: await countDays(tx, month, fundSlug),
      coming: rows.map(({ fundId, sealed, sealedFor, recordedAt: _, ...row }) => ({
        ...row,
        ...openPlace(row.id, { sealed, sealedFor }, keyOf(row.caseCode)),
        fundName: names.get(fundId) ?? '',
      })),
      after: (found.length > pageSize && rows.at(-1)?.id) || null,
      tasks: tasks.map((task) => ({ ...task, fundName: names.get(task.fundId) ?? '' })),
      funds: funds.map(({ id, slug }) => ({ slug, name: names.get(id) ?? '' })),
    }
  })
}

type Row = Omit<CalendarDate, 'fundName' | 'building' | 'room'> &
  SealedOfCase & { fundId: string; recordedAt: Date }
type Coming = { from: string; fundSlug: string | null; after?: string | null; atMost: number | null }

/**
 * Dates from a day on that nobody has said anything of yet, of bonds whose case goes on; one of a bond that funds share once.
 * The soonest `atMost` of them that come after the date `after`, or with null all.
 */
export const openDates = (
  tx: Tx,
  { from, fundSlug, after = null, atMost }: Coming,
): Promise<Row[]> => tx.$queryRaw<Row[]>`
  select * from (
  select distinct on (coalesce(own.shared_bond_id, b.id), d.day, d.half)
         d.id, d.bond_id as "bondId", b.case_code as "caseCode", b.fund_id as "fundId",
         to_char(d.day, 'YYYY-MM-DD') as day, d.half, d.hearing, d.place_sealed as sealed,
         d.sealed_for as "sealedFor", d.recorded_at as "recordedAt"
    from court_date d join bond b on b.id = d.bond_id join fund f on f.id = b.fund_id
    left join shared_bond_part own on own.disbursement_id = b.disbursement_id
   where d.day >= ${from}::date and b.state = any(${statesWithDates}::text[])
     and (${fundSlug}::text is null or f.slug = ${fundSlug})
     and not exists (select from court_date_outcome o where o.date_id = d.id)
   order by coalesce(own.shared_bond_id, b.id), d.day, d.half, own.position) told
   where not exists (
     select from court_date seen join bond s on s.id = seen.bond_id where seen.id = ${after}::uuid
        and (told.day, told.half <> 'morning', told."caseCode", told.id)
            <= (to_char(seen.day, 'YYYY-MM-DD'), seen.half <> 'morning', s.case_code, seen.id))
   order by day, half <> 'morning', "caseCode", id limit ${atMost}::bigint`

const countDays = (tx: Tx, month: Temporal.PlainYearMonth, fundSlug: string | null) => {
  const from = month.toPlainDate({ day: 1 })
  const until = from.add({ months: 1 }).subtract({ days: 1 })
  return tx.$queryRaw<Calendar['days']>`
    select to_char(day, 'YYYY-MM-DD') as day, count(*) filter (where half = 'morning')::int as morning,
           count(*) filter (where half = 'afternoon')::int as afternoon from (
    select distinct coalesce(own.shared_bond_id, b.id) as whole, d.day, d.half
      from court_date d join bond b on b.id = d.bond_id join fund f on f.id = b.fund_id
      left join shared_bond_part own on own.disbursement_id = b.disbursement_id
      left join court_date_outcome o on o.date_id = d.id
     where d.day between ${from.toString()}::date and ${until.toString()}::date
       and (${fundSlug}::text is null or f.slug = ${fundSlug})
       and case when o.outcome is null then b.state = any(${statesWithDates}::text[])
                else o.outcome not in ('moved', 'cancelled') end) told
     group by day order by day`
}
