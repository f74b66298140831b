import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import { ringNewWords } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { asSystem } from './as-system.server.ts'
import { orNothing, planPurpose } from './plan-following.ts'

const schedulesPerBatch = 20

/** Milliseconds between two schedules that Stripe is asked about. */
const breath = 250

/**
 * Announces new words of a purpose to the donors of monthly gifts and binds their later charges to them: from the moment that they
 * are decided, so that no charge of their first day comes before the announcement. A charge before that day stays under the words
 * that hold then. One batch, and the job for the next. One schedule that cannot be bound now does not hold up the others.
 */
export async function announceNewWords({ after }: { after?: string | undefined }): Promise<void> {
  const ids = await asSystem((tx) => withOlderWords(tx, after ?? null))
  const failures: unknown[] = []
  for (const [index, id] of ids.entries()) {
    if (index > 0) await delay(breath)
    try {
      await bindToNewWords(id)
    } catch (error) {
      failures.push(error)
    }
  }
  const last = ids.at(-1)
  if (last && ids.length === schedulesPerBatch) await asSystem((tx) => ringNewWords(tx, last))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} schedules could not be bound`)
}

async function withOlderWords(tx: Tx, after: string | null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select r.id from recurring_donation r
     where r.state <> 'cancelled' and (${after}::uuid is null or r.id > ${after}::uuid)
       and exists (select from monthly_parts(r.id) p
                    where p.purpose_version < (select max(v.version) from fund_purpose v where v.fund_id = p.fund_id))
     order by r.id limit ${schedulesPerBatch}`
  return rows.map(({ id }) => id)
}

/** One wish and one mail for each fund that has new words. One that Stripe refused is wished again another night. */
async function bindToNewWords(id: string): Promise<void> {
  for (;;) {
    const gift = await readStanding(id, 'en')
    const bound = gift && orNothing(() => planPurpose(gift))
    if (!gift || !bound) return
    const wishId = await asSystem((tx) => recordWish(tx, { gift, ...bound, cause: 'purpose_changed' }))
    if ((await carryOutWish({ wishId })) !== 'done') return
  }
}
