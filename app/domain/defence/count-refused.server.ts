import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Why the form did not take something, where no statement of its own counts it: a refusal's code, or what gave a program away. */
type NotTaken = 'giving_is_busy' | 'too_many_gifts_begun' | 'form_foreign' | 'form_too_old' | 'trap'

/** Counts by the hour what the form did not take: nothing of whoever sent it. */
export async function countRefused(what: NotTaken): Promise<void> {
  await inTransaction(
    { scope: { kind: 'public' } },
    (tx) => tx.$queryRaw`select count_turned_away(${what}, ${now()})::text`,
  )
}
