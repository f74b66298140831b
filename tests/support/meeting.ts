import { delay } from '#app/platform/delay.ts'
import { asOwner, type World } from './world.ts'

/** Seconds until an act that neither ends nor waits is a failure; the app itself waits ten for a lock. */
const longest = 6

/**
 * Lets acts meet: nothing can be written to `table` until each of them waits for something or is over, so that every one
 * has judged by what it found before any of them is done. They begin in their order. Answers what became of each.
 */
export async function meeting(
  world: World,
  table: string,
  acts: (() => Promise<unknown>)[],
): Promise<PromiseSettledResult<unknown>[]> {
  return asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query(`begin; lock table ${table} in share mode`)
    let over = 0
    const waiting = async () => {
      const { rows } = await owner.query<{ count: number }>(
        `select count(*)::int as count, pg_stat_clear_snapshot()::text from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows[0]?.count ?? 0
    }
    const begun: Promise<unknown>[] = []
    for (const act of acts) {
      const doing = act().finally(() => over++)
      doing.catch(() => undefined)
      begun.push(doing)
      const deadline = performance.now() + longest * 1_000
      while ((await waiting()) + over < begun.length) {
        if (performance.now() > deadline) throw new Error('an act neither ended nor waited')
        await delay(10)
      }
    }
    await owner.query('commit')
    return Promise.allSettled(begun)
  })
}
