import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import type { Standing } from '#app/domain/schedule-wishes/wish.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { asSystem } from './as-system.server.ts'
import { type Following, planFollowing } from './plan-following.ts'

const schedulesPerBatch = 20

/** Milliseconds between two schedules that Stripe is asked about. */
const breath = 250

/** Stripe closes an invoice about an hour after its day began; a rest before that would take back the promised charge. */
const whileChargeIsMade = 86_400_000

/**
 * Lets monthly gifts rest that were charged once more after their fund became full and whose donors did not answer; of a
 * gift to several funds, that fund's part. One batch, in the order of their ids, each with all that was asked about it, and
 * the job for the next. One schedule that cannot be changed now does not hold up the others.
 */
export async function restUnanswered({ after }: { after?: string | undefined }): Promise<void> {
  const ids = await asSystem((tx) => dueSchedules(tx, after ?? null))
  const failures: unknown[] = []
  for (const [index, id] of ids.entries()) {
    if (index > 0) await delay(breath)
    try {
      await restSchedule(id)
    } catch (error) {
      failures.push(error)
    }
  }
  const last = ids.at(-1)
  if (last && ids.length === schedulesPerBatch)
    await asSystem((tx) =>
      enqueue(tx, 'monthly.unanswered', { after: last }, { key: `monthly.unanswered:${last}` }),
    )
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} schedules could not rest`)
}

const chargeIsOver = () => new Date(now().getTime() - whileChargeIsMade)

async function dueSchedules(tx: Tx, after: string | null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct recurring_donation_id as id from unanswered_question
     where last_charge_at < ${chargeIsOver()} and (${after}::uuid is null or recurring_donation_id > ${after}::uuid)
     order by 1 limit ${schedulesPerBatch}`
  return rows.map(({ id }) => id)
}

type Question = { fundId: string; fundStateChangeId: bigint }

/** A gift to two full funds rests for both in one night: the second is judged by what the first has left. */
async function restSchedule(id: string): Promise<void> {
  const questions = await asSystem(
    (tx) => tx.$queryRaw<Question[]>`
      select fund_id as "fundId", fund_state_change_id as "fundStateChangeId" from unanswered_question
       where recurring_donation_id = ${id}::uuid and last_charge_at < ${chargeIsOver()} order by fund_id`,
  )
  for (const question of questions) await restOne(id, question)
}

async function restOne(id: string, { fundId, fundStateChangeId }: Question): Promise<void> {
  const gift = await readStanding(id, 'en')
  if (!gift) return
  const next = nextOf(gift, fundId)
  if ('over' in next) {
    await asSystem(async (tx) => {
      // Another run may be letting it rest at this moment: Stripe shows so before its wish has come to its end.
      const begun = await tx.recurringDonationWish.count({
        where: {
          ...{ recurringDonationId: id, fundStateChangeId },
          OR: [{ recurringDonationWishEnd: null }, { recurringDonationWishEnd: { outcome: 'done' } }],
        },
      })
      if (begun > 0) return
      await tx.fundFullQuestionEnd.createMany({
        data: { fundStateChangeId, recurringDonationId: id, reason: next.over, occurredAt: now() },
        skipDuplicates: true,
      })
    })
    return
  }
  const wishId = await asSystem((tx) => recordWish(tx, { gift, ...next, fundId, fundStateChangeId }))
  await carryOutWish({ wishId })
}

/** What rests now; or why there is nothing left to do about it, so that nobody has to look again. */
function nextOf(gift: Standing, fundId: string): Following | { over: string } {
  if (gift.state === 'cancelled' || gift.atStripe.status === 'canceled') return { over: 'already_over' }
  try {
    return planFollowing(gift, fundId, 'full') ?? { over: 'already_rests' }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'nothing_changes') return { over: 'nothing_changes' }
    throw error
  }
}
