import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import { delay } from '#app/platform/delay.ts'
import { asSystem } from './as-system.server.ts'
import { orNothing, planFollowing } from './plan-following.ts'

/** Milliseconds between two schedules that Stripe is asked about. */
const breath = 250

const atMost = 100

/**
 * A rest with a day at its end, of a gift whose fund is paused, would be ended by Stripe on that day, and the card charged for
 * a fund that takes nothing: one that was wished before that was refused, or set at Stripe. It lasts until the fund opens; the
 * day that its donor wished counts again from then on.
 */
export async function lengthenDatedRests(): Promise<void> {
  const dated = await asSystem(
    (tx) => tx.$queryRaw<{ id: string; fundId: string }[]>`
      select distinct on (r.id) r.id, f.id as "fundId"
        from recurring_donation r
        join recurring_donation_sight s on s.recurring_donation_id = r.id and s.is_paused and s.resumes_at is not null
       cross join lateral monthly_parts(r.id) p
        join fund f on f.id = p.fund_id and f.state = 'paused'
        join lateral (select id from fund_state_change c where c.fund_id = f.id order by id desc limit 1) c on true
        join fund_following_step x on x.fund_state_change_id = c.id and x.recurring_donation_id = r.id
       where r.state <> 'cancelled' order by r.id, s.resumes_at limit ${atMost}`,
  )
  const failures: unknown[] = []
  for (const { id, fundId } of dated) {
    try {
      await lengthen(id, fundId)
    } catch (error) {
      failures.push(error)
    }
    await delay(breath)
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} rests could not be lengthened`)
}

async function lengthen(id: string, fundId: string): Promise<void> {
  const gift = await readStanding(id, 'en')
  const following = gift?.atStripe.pause?.resumesAt && orNothing(() => planFollowing(gift, fundId, 'paused'))
  if (!gift || !following) return
  const wishId = await asSystem((tx) => recordWish(tx, { gift, ...following, fundId }))
  await carryOutWish({ wishId })
}
