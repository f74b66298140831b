import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { paceWithin } from './pace.ts'

export type LineNow = {
  waiting: number
  /** How many the line holds; who comes when it is full is turned away. */
  mostWaiting: number
  /** When the hour began that `thisHour` counts. */
  since: Date
  turnedAway: { thisHour: number; lastDay: number }
}

/** The line for payment pages, for staff: figures only. The last day is the last 24 hours of the clock, this one included. */
export const lineNow = (): Promise<LineNow> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const [row] = await tx.$queryRaw<{ waiting: number; since: Date; thisHour: number; lastDay: number }[]>`
      with hour as (select date_trunc('hour', ${at}::timestamptz, 'UTC') as began)
      select checkout_waiting()::int as waiting, h.began as since,
             coalesce(sum(c.times) filter (where c.hour = h.began), 0)::int as "thisHour",
             coalesce(sum(c.times), 0)::int as "lastDay"
        from hour h left join defence_count c
          on c.what = 'checkout_queue_full' and c.hour > h.began - interval '24 hours' and c.hour <= h.began
       group by h.began`
    if (!row) throw new Error('a question without an answer')
    const { waiting, since, ...turnedAway } = row
    const { mostWaiting } = paceWithin(env().STRIPE_CALLS_PER_SECOND)
    return { waiting, mostWaiting, since, turnedAway }
  })
