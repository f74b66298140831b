import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { asSystem } from './as-system.server.ts'
import { askAboutFullFund } from './ask-about-full-fund.server.ts'
import { mayBeAsked, orNothing, planFollowing } from './plan-following.ts'

const schedulesPerBatch = 20

/** Milliseconds between two schedules: Stripe's limit is there for donors, and nobody waits for this work. */
const breath = 250

type Work = { fundId: string; changeId: string; after?: string | undefined; batch?: number }

/**
 * Brings one batch of a fund's monthly gifts after a change of its state, and leaves the job for the next. Each schedule
 * is a wish of its own and counted when it is over, so that a killed worker goes on where it was. A later change of the
 * fund takes the work over: `superseded`. One schedule that cannot be changed now does not hold up the others.
 */
export async function followFundState(work: Work): Promise<'more' | 'done' | 'superseded'> {
  const found = await asSystem((tx) => nextBatch(tx, work))
  if (!found) return 'superseded'
  const { ids, toState } = found
  const failures: unknown[] = []
  for (const [index, id] of ids.entries()) {
    if (index > 0) await delay(breath)
    try {
      await followOne(id, { ...work, toState })
    } catch (error) {
      failures.push(error)
    }
  }
  const last = ids.at(-1)
  if (last) {
    const next = { fundId: work.fundId, changeId: work.changeId, after: last }
    const key = `monthly.follow-fund:${work.changeId}:${last}`
    await asSystem((tx) => enqueue(tx, 'monthly.follow-fund', next, { key, queue: 'monthly.follow' }))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} schedules could not follow`)
  return last ? 'more' : 'done'
}

/** Null where the fund has moved on since. */
async function nextBatch(tx: Tx, { fundId, changeId, after, batch = schedulesPerBatch }: Work) {
  const newest = await tx.fundStateChange.findFirst({ where: { fundId }, orderBy: { id: 'desc' } })
  if (!newest || String(newest.id) !== changeId) return null
  const count = await concerned(tx, fundId, newest.id, null, null)
  await tx.fundFollowing.createMany({
    skipDuplicates: true,
    data: {
      ...{ fundStateChangeId: newest.id, fundId, toState: newest.toState },
      ...{ schedules: count.length, occurredAt: now() },
    },
  })
  const ids = await concerned(tx, fundId, newest.id, after ?? null, batch)
  return { ids, toState: newest.toState }
}

/** Schedules that give to the fund, or that rest or lost a part because of it, and were not looked at for this change. */
async function concerned(
  tx: Tx,
  fundId: string,
  changeId: bigint,
  after: string | null,
  limit: number | null,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select r.id from recurring_donation r
     where r.state <> 'cancelled' and (${after}::uuid is null or r.id > ${after}::uuid)
       and (exists (select from monthly_parts(r.id) p where p.fund_id = ${fundId}::uuid)
            or exists (select from recurring_donation_wish w where w.recurring_donation_id = r.id and w.fund_id = ${fundId}::uuid))
       and not exists (select from fund_following_step s
                        where s.fund_state_change_id = ${changeId} and s.recurring_donation_id = r.id)
     order by r.id limit ${limit}::int`
  return rows.map(({ id }) => id)
}

async function followOne(
  id: string,
  { fundId, changeId, toState }: Work & { toState: string },
): Promise<void> {
  const fundStateChangeId = BigInt(changeId)
  const wished = await asSystem((tx) =>
    tx.recurringDonationWish.findFirst({ where: { recurringDonationId: id, fundStateChangeId } }),
  )
  const step = wished ? { wishId: wished.id } : await wishOrAsk(id, { fundId, fundStateChangeId, toState })
  if (step.wishId) await carryOutWish({ wishId: step.wishId })
  const outcome = step.wishId ? 'done' : step.isAsked ? 'asked' : 'nothing'
  await asSystem((tx) =>
    tx.fundFollowingStep.createMany({
      data: { fundStateChangeId, recurringDonationId: id, outcome },
      skipDuplicates: true,
    }),
  )
}

type Step = { wishId?: string; isAsked?: boolean }
type Change = { fundId: string; fundStateChangeId: bigint; toState: string }

async function wishOrAsk(id: string, { fundId, fundStateChangeId, toState }: Change): Promise<Step> {
  const gift = await readStanding(id, 'en')
  const following = gift && orNothing(() => planFollowing(gift, fundId, toState))
  if (!gift || !following) return {}
  if (toState === 'full' && mayBeAsked(gift, fundId)) {
    await asSystem((tx) => askAboutFullFund(tx, { gift, fundId, fundStateChangeId }))
    return { isAsked: true }
  }
  return {
    wishId: await asSystem((tx) => recordWish(tx, { gift, ...following, fundId, fundStateChangeId })),
  }
}
