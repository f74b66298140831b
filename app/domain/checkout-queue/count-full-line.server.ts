import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'

/** Milliseconds. All that this process turns away within them is one write. */
const together = 1_000

let uncounted = 0

/**
 * Counts by the hour whom a full line turned away, nothing of who it was. Written a second later and for many at once: the
 * night that everyone comes, each of them must not wait for one row. A process that dies forgets its last second.
 */
export function countFullLine(): void {
  uncounted += 1
  if (uncounted === 1) setTimeout(write, together).unref()
}

function write(): void {
  const times = uncounted
  uncounted = 0
  inTransaction(
    { scope: { kind: 'public' } },
    (tx) => tx.$queryRaw`select count_turned_away('checkout_queue_full', ${now()}, ${times}::bigint)::text`,
  ).catch((error) => log.warn('those whom a full line turned away were not counted', { times }, error))
}
