import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { listPatterns } from '#app/domain/defence/list-patterns.server.ts'
import { lookAtPattern } from '#app/domain/defence/look-at-pattern.server.ts'
import { pauseGiving } from '#app/domain/defence/pause-giving.server.ts'
import { recordFailedTry } from '#app/domain/defence/record-failed-try.server.ts'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import type { DemonstrationStaff } from './people.ts'

const minute = 60_000
const system = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ scope: { kind: 'system' } }, work)

/** A night on which cards were tried and the form paused, a few refused cards of today, and what gifts have in common. */
export async function seedDefence({ sam }: DemonstrationStaff, today: Date): Promise<void> {
  const night = new Date(today.getTime() - 9 * 24 * 60 * minute)
  await asOfTime(night, () => system((tx) => pauseGiving(tx, { cause: 'failed_tries', counted: 43 })))
  const { id: pauseId } = await db().givingPause.findFirstOrThrow()
  await asOfTime(new Date(night.getTime() + 11 * minute), () =>
    liftPause({ staff: sam, pauseId, reason: 'attack_over' }),
  )
  const gifts = await db().giftIntent.findMany({ orderBy: { occurredAt: 'desc' }, take: 3 })
  const hoursAgo = [2, 3, 3, 7, 7, 7, 16]
  for (const [index, hours] of hoursAgo.entries()) {
    const charge = {
      ...{ id: `ch_refused${index}`, amount: 25_00, failure_code: 'card_declined' },
      metadata: { intent: gifts[index % gifts.length]?.id ?? '' },
    }
    await system((tx) => recordFailedTry(tx, charge, new Date(today.getTime() - hours * 60 * minute)))
  }

  await watchPatterns()
  // In the demonstration everyone pays with Stripe's one test card.
  for (const { id, kind } of await listPatterns({ fundIds: sam.fundIds }))
    if (kind === 'one_card_many_names') await lookAtPattern({ staff: sam, patternId: id, word: 'harmless' })
}
