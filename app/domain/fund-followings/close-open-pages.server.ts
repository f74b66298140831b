import { expireSession } from '#app/domain/donations/open-session.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { asSystem } from './as-system.server.ts'

const pagesPerBatch = 20

/** Milliseconds between two pages: Stripe's limit is there for donors who are giving elsewhere. */
const breath = 250

type Work = { fundId: string; after?: string | undefined }

/**
 * Closes the payment pages that are open for a fund which takes no gifts any more, also where it gets only a part: the donor gives
 * again without it. What was paid stays paid, and of a fund that is open again nothing is closed. One batch, and the job for the
 * next. One page that Stripe does not close now does not hold up the others.
 */
export async function closeOpenPages(work: Work): Promise<void> {
  const ids = await asSystem((tx) => openPages(tx, work))
  const failures: unknown[] = []
  for (const [index, id] of ids.entries()) {
    if (index > 0) await delay(breath)
    try {
      await expireSession(id)
    } catch (error) {
      failures.push(error)
    }
  }
  const last = ids.at(-1)
  if (last && ids.length === pagesPerBatch) {
    const next = { fundId: work.fundId, after: last }
    const key = `gift.close-pages:${work.fundId}:${last}`
    await asSystem((tx) => enqueue(tx, 'gift.close-pages', next, { key, queue: 'gift.close-pages' }))
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} payment pages could not be closed`)
}

async function openPages(tx: Tx, { fundId, after }: Work): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select s.id from checkout_session s
     where s.state = 'open' and s.expires_at > ${now()} and (${after ?? null}::text is null or s.id > ${after ?? null}::text)
       and exists (select from gift_intent_part p join fund f on f.id = p.fund_id
                    where p.intent_id = s.intent_id and p.fund_id = ${fundId}::uuid and f.state <> 'open')
     order by s.id limit ${pagesPerBatch}`
  return rows.map(({ id }) => id)
}
