import { Refusal, type RefusalCode } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Origin } from './admit-gift.server.ts'
import { countRefused, type NotTaken } from './count-refused.server.ts'
import { givingPause } from './giving-pause.server.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import { networkKey } from './network-key.ts'
import { pauseGiving } from './pause-giving.server.ts'

const counted: readonly RefusalCode[] = [
  'giving_paused',
  'giving_is_busy',
  'too_many_gifts_begun',
  'too_many_cards_refused',
] satisfies NotTaken[]

/**
 * Stands around the beginning of a gift. Refuses `giving_paused`, and `too_many_cards_refused` where a network had too many
 * within the hour; counts what is refused, and pauses the form where the whole site begins too many.
 */
export async function guardGiving<T>(address: Origin, begin: () => Promise<T>): Promise<T> {
  try {
    if (address !== null) await refuseWhileShut(address)
    return await begin()
  } catch (error) {
    if (error instanceof Refusal && counted.includes(error.code)) {
      await countRefused(error.code as NotTaken)
      if (error.code === 'giving_is_busy') await pauseForStarts()
    }
    throw error
  }
}

async function refuseWhileShut(address: string): Promise<void> {
  const hourAgo = new Date(now().getTime() - 3_600_000)
  await inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    if (await givingPause(tx)) throw new Refusal('giving_paused')
    const [row] = await tx.$queryRaw<{ tries: number }[]>`
      select count(*)::int as tries from gift_intent_origin o join failed_try f on f.intent_id = o.intent_id
       where o.network = ${networkKey(address)} and f.occurred_at > ${hourAgo}`
    if ((row?.tries ?? 0) >= (await limitsInForce(tx)).triesFromNetwork)
      throw new Refusal('too_many_cards_refused')
  })
}

/** In a transaction of its own: that of the gift was rolled back. */
async function pauseForStarts(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { onSite } = await limitsInForce(tx)
    await pauseGiving(tx, { cause: 'starts', counted: onSite })
  })
}
