import { countFullLine } from '#app/domain/checkout-queue/count-full-line.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, pool } from '#app/platform/db.ts'
import type { Origin } from './admit-gift.server.ts'
import { countRefused } from './count-refused.server.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import { networkKey } from './network-key.ts'
import { pauseGiving } from './pause-giving.server.ts'

type Sent = { address: Origin; formToken: string }

/**
 * Stands around the beginning of a gift. Refuses `giving_paused`, `too_many_cards_refused` where a network had too many within
 * the hour, and `too_many_gifts_begun` where it has used its measure up; pauses the form where the whole site begins too
 * many. Counts what it refuses, and whom the full line for payment pages did.
 */
export async function guardGiving<T>({ address, formToken }: Sent, begin: () => Promise<T>): Promise<T> {
  if (address !== null) await turnAway(address, formToken)
  try {
    return await begin()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_many_gifts_begun') await countRefused(error.code)
    if (error instanceof Refusal && error.code === 'checkout_queue_full') countFullLine()
    if (error instanceof Refusal && error.code === 'giving_is_busy') {
      await countRefused(error.code)
      await pauseForStarts()
    }
    throw error
  }
}

async function turnAway(address: string, formToken: string): Promise<void> {
  const { rows } = await pool().query<{ why: string | null }>({
    name: 'giving_turns_away',
    text: 'select giving_turns_away($1, $2, $3) as why',
    values: [networkKey(address), formToken, now()],
  })
  if (rows[0]?.why) throw new Refusal(rows[0].why)
}

/** In a transaction of its own: that of the gift was rolled back. */
async function pauseForStarts(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { onSite } = await limitsInForce(tx)
    await pauseGiving(tx, { cause: 'starts', counted: onSite })
  })
}
