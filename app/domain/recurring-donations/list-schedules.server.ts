import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { nextOf } from './next-charge.ts'
import { type ScheduleView, scheduleViews } from './schedule-list.ts'

const pageSize = 30

export type ListedSchedule = {
  id: string
  donor: string
  state: string
  amountCents: bigint
  funds: string[]
  nextChargeAt: Date | null
  startedAt: Date
  endedAt: Date | null
  /** Marks beside it: changed at Stripe, failed and came back, another gift of the same donor to the same fund. */
  changedAt: Date | null
  recoveredAt: Date | null
  isTwice: boolean
  cardAskedAt: Date | null
}

export type UnknownSchedule = { id: string; status: string; amountCents: bigint; createdAt: Date }

type ScheduleList = {
  schedules: ListedSchedule[]
  next: string | null
  /** How many there are in each view, and what they come to each month. */
  views: { view: ScheduleView; count: number; cents: bigint }[]
  unknown: UnknownSchedule[]
}

type Of = { fundIds: string[]; language: string; view: ScheduleView; after: string | null }

/** The monthly gifts to a person's funds, the newest first, a page at a time; and what Stripe runs that nobody here started. */
export async function listSchedules(of: Of): Promise<ScheduleList> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const rows = await page(tx, of)
    const schedules = rows.slice(0, pageSize)
    return {
      schedules: schedules.map(listed),
      next: rows.length > pageSize ? (schedules.at(-1)?.id ?? null) : null,
      views: await views(tx, of.fundIds),
      unknown: await tx.unknownSubscription.findMany({
        where: { goneAt: null },
        select: { id: true, status: true, amountCents: true, createdAt: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: 100,
      }),
    }
  })
}

type Row = Omit<ListedSchedule, 'nextChargeAt'> & {
  anchorAt: Date | null
  periodEndsAt: Date | null
  isPaused: boolean | null
  resumesAt: Date | null
}

const listed = ({ anchorAt, periodEndsAt, isPaused, resumesAt, ...row }: Row): ListedSchedule => ({
  ...row,
  nextChargeAt:
    row.state !== 'cancelled' && anchorAt && periodEndsAt
      ? nextOf({ anchorAt, periodEndsAt, isPaused: isPaused ?? false, resumesAt })
      : null,
})

/** Whose part of it goes to one of these funds. */
const isOf = (fundIds: string[]) => Prisma.sql`
  exists (select from monthly_parts(r.id) p where p.fund_id = any (${fundIds}::uuid[]))`

const isTwice = Prisma.sql`
  (r.state <> 'cancelled' and exists (
     select from recurring_donation o
      where o.donor_id = r.donor_id and o.id <> r.id and o.state <> 'cancelled'
        and exists (select from monthly_parts(r.id) p join monthly_parts(o.id) q on q.fund_id = p.fund_id)))`

const isIn: Record<ScheduleView, Prisma.Sql> = {
  active: Prisma.sql`r.state = 'active'`,
  past_due: Prisma.sql`r.state = 'past_due'`,
  paused: Prisma.sql`r.state = 'paused'`,
  cancelled: Prisma.sql`r.state = 'cancelled'`,
  changed: Prisma.sql`r.state <> 'cancelled' and s.changed_at_stripe is not null`,
  twice: isTwice,
}

const page = (tx: Tx, { fundIds, language, view, after }: Of): Promise<Row[]> =>
  tx.$queryRaw<Row[]>`
    select r.id, d.name as donor, r.state, whole.cents as "amountCents", whole.funds, r.started_at as "startedAt",
           r.ended_at as "endedAt", s.anchor_at as "anchorAt", s.period_ends_at as "periodEndsAt",
           s.is_paused as "isPaused", s.resumes_at as "resumesAt", s.changed_at_stripe as "changedAt", ${isTwice} as "isTwice",
           (select max(c.occurred_at) from recurring_donation_change c
             where c.recurring_donation_id = r.id and c.cause like 'recovered:%') as "recoveredAt",
           (select max(q.occurred_at) from card_request q where q.recurring_donation_id = r.id) as "cardAskedAt"
      from recurring_donation r
      join donor d on d.id = r.donor_id
      left join recurring_donation_sight s on s.recurring_donation_id = r.id
      cross join lateral (
        select sum(p.gift_cents + p.fee_cover_cents)::bigint as cents, array_agg(t.name order by p.gift_cents desc, t.name) as funds
          from monthly_parts(r.id) p
          join lateral (select name from fund_purpose_text x where x.fund_id = p.fund_id and x.version = words_of_today(p.fund_id, p.purpose_version)
                         and x.language in (${language}, 'en') order by x.language = ${language} desc limit 1) t on true) whole
     where ${isOf(fundIds)} and ${isIn[view]}
       and (${after}::uuid is null
            or (r.started_at, r.id) < (select b.started_at, b.id from recurring_donation b where b.id = ${after}::uuid))
     order by r.started_at desc, r.id desc limit ${pageSize + 1}`

async function views(tx: Tx, fundIds: string[]): Promise<ScheduleList['views']> {
  const counted = scheduleViews.map(
    (view) => Prisma.sql`
      select ${view} as view, count(*)::int as count, coalesce(sum((
               select sum(p.gift_cents + p.fee_cover_cents) from monthly_parts(r.id) p
                where p.fund_id = any (${fundIds}::uuid[]))), 0)::bigint as cents
        from recurring_donation r left join recurring_donation_sight s on s.recurring_donation_id = r.id
       where ${isOf(fundIds)} and ${isIn[view]}`,
  )
  return tx.$queryRaw<ScheduleList['views']>`${Prisma.join(counted, ' union all ')}`
}
