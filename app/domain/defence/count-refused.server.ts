import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Why the form did not take something: a refusal's code, or what gave a program away. */
export type NotTaken =
  | 'giving_paused'
  | 'giving_is_busy'
  | 'too_many_gifts_begun'
  | 'too_many_cards_refused'
  | 'form_foreign'
  | 'form_too_old'
  | 'trap'

/** Counts by the hour what the form did not take: nothing of whoever sent it. */
export async function countRefused(what: NotTaken): Promise<void> {
  await inTransaction(
    { scope: { kind: 'public' } },
    (tx) => tx.$executeRaw`
    insert into defence_count as c (hour, what, times) values (date_trunc('hour', ${now()}::timestamptz, 'UTC'), ${what}, 1)
    on conflict (hour, what) do update set times = c.times + 1`,
  )
}
