import { compareSchedules } from '#app/domain/recurring-donations/compare-schedules.server.ts'
import { settleRequests } from '#app/domain/refunds/settle-requests.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import type { ChargeOwner, Movement } from './balance-transaction.ts'
import { ownCharges } from './own-charges.server.ts'
import { postMovements } from './post-movements.server.ts'
import { readMovement } from './read-movement.ts'
import { settleDisputes } from './settle-disputes.server.ts'
import { settlePayouts } from './settle-payouts.server.ts'

/**
 * `fast`: what is newer than the newest movement posted. `slow`: the last two hours. `night`: the last three closed days.
 * The slower walks find what appeared behind the cursor; reading again is harmless. After a time without walks they go
 * back by that time too.
 */
export type Walk = 'fast' | 'slow' | 'night'

const hour = 3_600_000
const day = 24 * hour
const reach = { slow: 2 * hour, night: 4 * day }

/** A charge that we started but cannot place yet is left for the slow walk this long; then it goes to `suspense`. */
const patience = hour

/** Reads Stripe's balance transactions and posts them, oldest page first. Answers how many were new. */
export async function sweep(walk: Walk): Promise<number> {
  const began = now()
  let posted = 0
  for await (const page of walk === 'fast' ? newerThanCursor() : since(await startOf(walk))) {
    posted += await postPage(page, walk === 'fast')
  }
  await settlePayouts(walk)
  if (walk !== 'fast') await recordWalk(walk, began)
  if (walk === 'night') {
    await compareSchedules()
    await settleDisputes()
    await settleRequests()
  }
  return posted
}

type StripePage = Awaited<ReturnType<typeof listPage>>['data']

async function postPage(transactions: StripePage, movesCursor: boolean): Promise<number> {
  const oldestFirst = [...transactions].reverse()
  const movements = oldestFirst.map(readMovement)
  const charges = movements.flatMap(({ source }) => (source.kind === 'charge' ? [source.charge] : []))
  const owners = await ownCharges(charges)
  const newest = oldestFirst.at(-1)?.id
  const { inserted } = await postMovements({
    movements: await withoutEarlyOnes(movements, owners),
    owners,
    ...(movesCursor && newest ? { cursor: newest } : {}),
  })
  return inserted
}

/**
 * Leaves out, for a later walk, charges that may still find their owner, and what came of them. A charge that nobody of
 * ours started is not waited for.
 */
async function withoutEarlyOnes(
  movements: Movement[],
  owners: Map<string, ChargeOwner>,
): Promise<Movement[]> {
  const waiting = new Set(
    movements.flatMap(({ source, createdAt }) =>
      source.kind === 'charge' &&
      !owners.has(source.charge.id) &&
      source.charge.customerId !== null &&
      now().getTime() - createdAt.getTime() < patience
        ? [source.charge.id]
        : [],
    ),
  )
  const kept: Movement[] = []
  for (const movement of movements) {
    const { source } = movement
    const chargeId =
      source.kind === 'charge' ? source.charge.id : 'chargeId' in source ? source.chargeId : null
    if (chargeId && waiting.has(chargeId)) continue
    if (chargeId && source.kind !== 'charge' && (await isUnbooked(chargeId, movements, movement.createdAt)))
      continue
    kept.push(movement)
  }
  return kept
}

/** A refund or dispute whose charge has not been swept at all yet: it waits for its charge, but not for ever. */
async function isUnbooked(chargeId: string, page: Movement[], createdAt: Date): Promise<boolean> {
  if (now().getTime() - createdAt.getTime() >= patience) return false
  if (page.some(({ source }) => source.kind === 'charge' && source.charge.id === chargeId)) return false
  return (await db().stripeBalanceTransaction.count({ where: { sourceId: chargeId } })) === 0
}

/** Stripe answers the page next to the cursor, newest first within the page: each step moves the cursor to its newest. */
async function* newerThanCursor(): AsyncGenerator<StripePage> {
  const known = await db().sweepCursor.findUnique({ where: { name: 'fast' } })
  if (!known?.newestTxn) {
    yield* since(await goLive())
    return
  }
  let cursor = known.newestTxn
  for (;;) {
    const page = await listPage({ ending_before: cursor })
    if (page.data.length === 0) return
    yield page.data
    cursor = page.data[0]?.id ?? cursor
    if (!page.has_more) return
  }
}

/** Everything created since, oldest page first. Stripe lists newest first, so pages are kept and turned round. */
async function* since(start: Date): AsyncGenerator<StripePage> {
  const created = { gte: Math.floor(start.getTime() / 1000) }
  const pages: StripePage[] = []
  let after: string | undefined
  for (;;) {
    const page = await listPage({ created, ...(after ? { starting_after: after } : {}) })
    if (page.data.length > 0) pages.push(page.data)
    after = page.data.at(-1)?.id
    if (!page.has_more || !after) break
  }
  yield* pages.reverse()
}

const listPage = (query: { ending_before?: string; starting_after?: string; created?: { gte: number } }) =>
  stripe().balanceTransactions.list({ ...query, limit: 100, expand: ['data.source'] })

type SlowWalk = Exclude<Walk, 'fast'>

async function startOf(walk: SlowWalk): Promise<Date> {
  const live = await goLive()
  const last = await db().sweepCursor.findUnique({ where: { name: walk } })
  const from = Math.min(now().getTime(), last?.walkedAt.getTime() ?? Number.POSITIVE_INFINITY)
  return new Date(Math.max(live.getTime(), from - reach[walk]))
}

async function recordWalk(name: SlowWalk, walkedAt: Date): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.sweepCursor.upsert({ where: { name }, create: { name, walkedAt }, update: { walkedAt } }),
  )
}

/** Nothing at Stripe before this instant is ours to book. */
async function goLive(): Promise<Date> {
  const { goLiveAt } = await db().organization.findUniqueOrThrow({
    where: { id: 1 },
    select: { goLiveAt: true },
  })
  return goLiveAt
}
