import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type GivingLimits, limitNames } from './limits.ts'
import type { LiftReason, PauseCause } from './pause.ts'

export type HourOfGiving = {
  hour: Date
  /** Gifts begun, gifts paid, cards refused, forms not taken. */
  begun: number
  paid: number
  refused: number
  turnedAway: number
}

export type ListedPause = {
  id: string
  cause: PauseCause
  counted: number
  at: Date
  endsAt: Date
  lift: { by: string; reason: LiftReason; at: Date } | null
}

type Version = { version: number; at: Date; by: string | null; limits: GivingLimits }

export type DefencePage = {
  hours: HourOfGiving[]
  /** What the form did not take within these hours, by why. */
  turnedAway: { what: string; times: number }[]
  pauses: ListedPause[]
  /** The newest first; the first is in force. */
  versions: Version[]
}

const hoursShown = 24
const pausesShown = 20
const versionsShown = 10

/** How the giving form is guarded, for the whole site: figures only, nothing of whoever gives. */
export const defencePage = (): Promise<DefencePage> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => ({
    hours: await hoursOfGiving(tx),
    turnedAway: await tx.$queryRaw<DefencePage['turnedAway']>`
      select what, sum(times)::int as times from defence_count where hour > ${firstHour()} group by what order by 2 desc, 1`,
    pauses: await listPauses(tx),
    versions: await listVersions(tx),
  }))

const firstHour = (): Date => new Date(now().getTime() - hoursShown * 3_600_000)

const hoursOfGiving = (tx: Tx): Promise<HourOfGiving[]> => tx.$queryRaw`
  with hours as (
    select h as hour from generate_series(date_trunc('hour', ${now()}::timestamptz, 'UTC') - make_interval(hours => ${hoursShown - 1}::int),
                                          date_trunc('hour', ${now()}::timestamptz, 'UTC'), interval '1 hour') h)
  select h.hour,
         (select count(*)::int from gift_intent_origin o where o.occurred_at >= h.hour and o.occurred_at < h.hour + interval '1 hour') as begun,
         (select count(*)::int from payment p join gift_intent_origin o on o.intent_id = p.intent_id
           where p.occurred_at >= h.hour and p.occurred_at < h.hour + interval '1 hour') as paid,
         (select count(*)::int from failed_try f where f.occurred_at >= h.hour and f.occurred_at < h.hour + interval '1 hour') as refused,
         (select coalesce(sum(c.times), 0)::int from defence_count c where c.hour = h.hour) as "turnedAway"
    from hours h order by h.hour`

async function listPauses(tx: Tx): Promise<ListedPause[]> {
  const rows = await tx.$queryRaw<
    (Omit<ListedPause, 'lift'> & { by: string | null; reason: LiftReason; liftedAt: Date })[]
  >`
    select p.id, p.cause, p.counted, p.occurred_at as at, p.ends_at as "endsAt",
           s.name as by, l.reason, l.occurred_at as "liftedAt"
      from giving_pause p left join giving_pause_lift l on l.pause_id = p.id left join staff s on s.id = l.lifted_by
     order by p.occurred_at desc, p.recorded_at desc limit ${pausesShown}`
  return rows.map(({ by, reason, liftedAt, ...pause }) => ({
    ...pause,
    lift: by === null ? null : { by, reason, at: liftedAt },
  }))
}

async function listVersions(tx: Tx): Promise<Version[]> {
  const rows = await tx.givingLimits.findMany({ orderBy: { version: 'desc' }, take: versionsShown })
  const people = await tx.staff.findMany({
    where: { id: { in: rows.flatMap(({ setBy }) => setBy ?? []) } },
    select: { id: true, name: true },
  })
  return rows.map((row) => ({
    ...{ version: row.version, at: row.occurredAt },
    by: people.find(({ id }) => id === row.setBy)?.name ?? null,
    limits: Object.fromEntries(limitNames.map((name) => [name, row[name]])) as GivingLimits,
  }))
}
