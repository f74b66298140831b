import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { minutesOfFullLine, paceWithin } from './pace.ts'

/** `now`: call Stripe at once. `waits`: in the line. `called`: another request of the same gift is calling. */
export type Turn = 'now' | 'waits' | 'called'

/**
 * A gift on its way to its payment page, by the fund whose form it was. Nobody goes before those who wait already. Refuses
 * `checkout_queue_full` where the line takes no more: then the caller's transaction leaves nothing of the gift.
 */
export async function enterQueue(tx: Tx, gift: { intentId: string; homeFundId: string }): Promise<Turn> {
  const pace = paceWithin(env().STRIPE_CALLS_PER_SECOND)
  const [row] = await tx.$queryRaw<{ turn: Turn | 'full' }[]>`
    select enter_checkout(${gift.intentId}::uuid, ${gift.homeFundId}::uuid, ${pace.perSecond}::numeric,
                          ${pace.burst}::numeric, ${pace.mostWaiting}::integer) as turn`
  if (!row || row.turn === 'full')
    throw new Refusal('checkout_queue_full', { minutes: minutesOfFullLine(pace) })
  return row.turn
}
