import type { Opening } from '#app/domain/donations/open-session.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { asidePool } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { env } from '#app/platform/env.ts'
import { log } from '#app/platform/log.ts'
import { giftToOpen } from './gift-to-open.server.ts'
import { openGift } from './open-gift.server.ts'
import { paceWithin } from './pace.ts'

/** Milliseconds. A clock that was put right, or a pause that was lifted, is noticed this soon. */
const longestNap = 1_000

let serving = false

/**
 * Opens payment pages for those who wait, in their order and at the pace, until nobody waits. Every request that meets a
 * line sees to it, so it stops with the last of them; several processes share the pace and the order. What it cannot do
 * now is tried again when the next page asks.
 */
export function serveQueue(): void {
  if (serving) return
  serving = true
  serve()
    .catch((error) => log.warn('the line for payment pages stands still until someone asks', {}, error))
    .finally(() => {
      serving = false
    })
}

async function serve(): Promise<void> {
  const ready: Ready = new Map()
  for (;;) {
    await makeReady(ready)
    const next = await nextGift()
    if (next === null) return
    if ('waitMs' in next) {
      await delay(next.waitMs)
      continue
    }
    const opening = ready.get(next.intentId) ?? (await giftToOpen(next))
    // Several calls are under way at once: Stripe takes longer to answer than the next turn to come.
    openGift(opening).catch(sayWhatBroke)
  }
}

/** Gifts that are read already, by intent. What Stripe is told of one never changes. */
type Ready = Map<string, Opening>

/** How many of those who come next are read before their turn. */
const readAhead = 8

/**
 * Reads who comes next before a turn is taken: between the turn and the call nothing may wait for a busy database, or turns
 * given out evenly become calls in bunches.
 */
async function makeReady(ready: Ready): Promise<void> {
  const { rows } = await asidePool().query<Place>(
    `select intent_id, fund_id from checkout_place where called_at is null order by number limit ${readAhead}`,
  )
  const coming = new Set(rows.map(({ intent_id }) => intent_id))
  for (const intentId of ready.keys()) if (!coming.has(intentId)) ready.delete(intentId)
  await Promise.all(
    rows
      .filter(({ intent_id }) => !ready.has(intent_id))
      .map(async ({ intent_id, fund_id }) => {
        ready.set(intent_id, await giftToOpen({ intentId: intent_id, homeFundId: fund_id }))
      }),
  )
}

type Place = { intent_id: string; fund_id: string }

type Next = { intentId: string; homeFundId: string } | { waitMs: number } | null

/** On a connection beside the others: pages that ask must not stand before what they ask for. */
async function nextGift(): Promise<Next> {
  const { perSecond, burst } = paceWithin(env().STRIPE_CALLS_PER_SECOND)
  const { rows } = await asidePool().query<Found>({
    name: 'next_checkout',
    text: 'select intent_id, fund_id, seconds::float8 as seconds from next_checkout($1, $2, $3)',
    values: [perSecond, burst, now()],
  })
  const next = rows[0]
  if (next?.intent_id && next.fund_id) return { intentId: next.intent_id, homeFundId: next.fund_id }
  return next?.seconds ? { waitMs: Math.min(longestNap, Math.ceil(next.seconds * 1000)) } : null
}

type Found = { intent_id: string | null; fund_id: string | null; seconds: number | null }

/** A refusal was said in the log where Stripe's answer was read, and is told to whoever waits. */
function sayWhatBroke(error: unknown): void {
  if (!(error instanceof Refusal)) log.error('a payment page could not be opened', {}, error)
}
