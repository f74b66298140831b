import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { orNothing, planFollowing } from './plan-following.ts'

const schedulesPerBatch = 20

/** Milliseconds between two schedules that Stripe is asked about. */
const breath = 250

/** Stripe closes an invoice about an hour after its day began; a rest before that would take back the promised charge. */
const whileChargeIsMade = 86_400_000

/**
 * Lets monthly gifts rest that were charged once more after their fund became full and whose donors did not answer; of a
 * gift to several funds, that fund's part. One batch, in the order of their ids, and the job for the next. One schedule
 * that cannot be changed now does not hold up the others.
 */
export async function restUnanswered({ after }: { after?: string | undefined }): Promise<void> {
  const due = await system(
    (tx) => tx.$queryRaw<{ id: string; fundId: string; fundStateChangeId: bigint }[]>`
      select recurring_donation_id as id, fund_id as "fundId", fund_state_change_id as "fundStateChangeId"
        from unanswered_question
       where last_charge_at < ${new Date(now().getTime() - whileChargeIsMade)}
         and (${after ?? null}::uuid is null or recurring_donation_id > ${after ?? null}::uuid)
       order by recurring_donation_id, fund_id limit ${schedulesPerBatch}`,
  )
  const failures: unknown[] = []
  for (const [index, question] of due.entries()) {
    if (index > 0) await delay(breath)
    try {
      await restOne(question)
    } catch (error) {
      failures.push(error)
    }
  }
  const last = due.at(-1)
  if (last && due.length === schedulesPerBatch)
    await system((tx) =>
      enqueue(tx, 'monthly.unanswered', { after: last.id }, { key: `monthly.unanswered:${last.id}` }),
    )
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} schedules could not rest`)
}

async function restOne(of: { id: string; fundId: string; fundStateChangeId: bigint }): Promise<void> {
  const { id, fundId, fundStateChangeId } = of
  const gift = await readStanding(id, 'en')
  const following = gift && orNothing(() => planFollowing(gift, fundId, 'full'))
  if (!gift || !following) return
  const wishId = await system((tx) => recordWish(tx, { gift, ...following, fundId, fundStateChangeId }))
  await carryOutWish({ wishId })
}

const system: <T>(work: Parameters<typeof inTransaction<T>>[1]) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)
