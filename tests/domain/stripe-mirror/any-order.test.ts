import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handleEvent } from '#app/domain/stripe-mirror/handle-event.server.ts'
import { sweep, type Walk } from '#app/domain/stripe-mirror/sweep.server.ts'
import { pool } from '#app/platform/db.ts'
import type { Stripe } from '#app/platform/stripe.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { controlOf } from '#tests/support/control.ts'
import { donorsSee } from '#tests/support/donors-see.ts'
import { forced } from '#tests/support/forced.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { workOff } from '#tests/support/work-off.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { bondsOfHundredDays, closeAt, closeTheYear, cuts, poolOf, sharesOf } from './fund-year.ts'
import { hear, inOrderHeard, movementsOfGifts } from './heard-late.ts'
import { hundredDays } from './stripe-year.ts'

const world = await useWorld()
const control = controlOf(world)
const inbox = openInbox(pool())
const day = 86_400_000

let team: Team
let events: Stripe.Event[] = []
let expected = ''

beforeAll(async () => {
  team = await givenTeam({ bank: 600_00n, fund: { slug: 'bail' } })
  await bondsOfHundredDays(team)
  await keepTheLedger()
  events = await hundredDays(control)
  for (const [index, event] of events.entries()) {
    await ring(event)
    if (index % 10 !== 9) continue
    await sweep('fast')
    await workOff()
  }
  await lastWalks()
  expected = await whatWeKnow()
})

beforeEach(forgetAll)

async function ring(event: Stripe.Event): Promise<void> {
  await inbox.keep({ event, body: Buffer.from(JSON.stringify(event)) })
  await handleEvent(event.id)
}

async function lastWalks(): Promise<void> {
  for (const walk of ['fast', 'slow', 'night'] as const) await sweep(walk)
}

/**
 * The ledger, donors, schedules and all that hangs on them, without what only says when it was written; what donors see; and
 * every share of the pool, at every close. The closes are made now, after all was heard: a share joins the pool in the period
 * in which it was recorded, so an order that is heard across a close may differ, and only as the test below says.
 */
async function whatWeKnow(): Promise<string> {
  await workOff()
  await closeTheYear(team)
  await workOff()
  expect(await brokenBooks()).toEqual([])
  const { rows } = await pool().query<{ line: string }>(`
    select concat_ws(' ', 'transfer', t.source_id, t.code, t.part, f.slug, d.code, c.code, t.amount_cents) as line
      from ledger_transfer t join fund f on f.id = t.fund_id
      join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
    union all select concat_ws(' ', 'mirror', id, posted_as, net_cents) from stripe_balance_transaction
    union all select concat_ws(' ', 'donor', email, name, incognito, language) from donor
    union all select concat_ws(' ', 'consent', d.email, c.topic, c.given_at) from donor_consent c join donor d on d.id = c.donor_id
    union all select concat_ws(' ', 'schedule', stripe_subscription_id, intent_id, state, started_at, ended_at) from recurring_donation
    union all select concat_ws(' ', 'payment', p.charge_id, p.intent_id, p.invoice_id, p.amount_cents, r.stripe_subscription_id)
      from payment p left join recurring_donation r on r.id = p.recurring_donation_id
    union all select concat_ws(' ', 'refund', id, amount_cents) from refund
    union all select concat_ws(' ', 'dispute', id, state, amount_cents) from dispute
    union all select concat_ws(' ', 'session', id, state) from checkout_session
    union all select concat_ws(' ', 'payout', payout_id, kind) from stripe_payout_event
    order by 1`)
  const told = [...(await donorsSee()), ...(await poolOf(team)), ...(await sharesOf(team))]
  return [...rows.map((row) => row.line), ...told].join('\n')
}

const ledger = ['ledger_account', 'ledger_transfer', 'ledger_daily']

/** The fund's own life, which Stripe knows nothing of: its part of the ledger is put back whenever all is forgotten. */
async function keepTheLedger(): Promise<void> {
  const kept = ledger.map((table) => `create table kept.${table} as table ${table}`)
  await asOwner(world.ownerUrl, null, (owner) => owner.query(['create schema kept', ...kept].join('; ')))
}

/** Back to the forms that were sent and the bonds that were posted: whatever was heard from Stripe since is gone. */
async function forgetAll(): Promise<void> {
  const heard = [
    'ledger_transfer, ledger_account, ledger_daily, stripe_event, stripe_balance_transaction, stripe_payout',
    'stripe_payout_event, stripe_payout_item, suspense_item, sweep_cursor, donor, donor_consent, payment, donation',
    'refund, dispute, receipt, mail, mail_event, recurring_donation, recurring_donation_change, dispute_case',
    'publication_close, graphile_worker._private_jobs',
  ].join(', ')
  const put = ledger.map(
    (table) => `insert into ${table} overriding system value select * from kept.${table}`,
  )
  const sql = [`truncate ${heard} cascade`, "update checkout_session set state = 'open'", ...put].join('; ')
  await asOwner(world.ownerUrl, null, (owner) => forced(owner, sql))
}

test('the hundred days have something of everything', () => {
  const words = [
    'donation_fee_cover',
    'dispute_won',
    'refund_fee_cover',
    'active',
    'cancelled',
    'paused',
    'lost',
    'won',
  ]
  for (const word of [...words, 'composed', 'arrived', 'complete']) expect(expected).toContain(word)
  for (const word of ['statement line', 'monthly', 'year', 'receipt', 'counts no more', 'share', '4444'])
    expect(expected).toMatch(new RegExp(`sees .*${word}`))
  expect(events.length).toBeGreaterThan(80)

  const lines = expected.split('\n')
  const impacts = lines.filter((line) => /"impact",.*"postedCents":"\d{4,}c","outCents":"\d{3,}c"/.test(line))
  expect(impacts).toHaveLength(5)
  expect(lines.filter((line) => line.includes('"impact mail"'))).toHaveLength(3)
  // Five closes, of which one ended no period; five donors from the first one on.
  expect(lines.filter((line) => line.startsWith('["pool"'))).toHaveLength(4)
  expect(lines.filter((line) => line.startsWith('["held"'))).toHaveLength(25)
})

describe('whatever rings, the same is known in the end', () => {
  /** One doorbell: which event, whether it rings at all or again, and the walks between. */
  const ringing = fc.record({
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    copies: fc.infiniteStream(fc.constantFrom(0, 1, 1, 1, 2)),
    walks: fc.infiniteStream(
      fc.constantFrom<(Walk | 'jobs' | null)[]>(
        ...Array<null>(11).fill(null),
        ...(['jobs', 'fast', 'fast', 'slow', 'slow'] as const),
      ),
    ),
  })

  test('shuffled, doubled and dropped', async () => {
    await fc.assert(
      fc.asyncProperty(ringing, async ({ order, copies, walks }) => {
        await forgetAll()
        const rung = events
          .flatMap((event) => Array.from({ length: copies.next().value ?? 1 }, () => event))
          .map((event) => ({ event, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
        for (const { event } of rung) {
          await ring(event)
          const walk = walks.next().value
          if (walk === 'jobs') await workOff()
          else if (walk) await sweep(walk as Walk)
        }
        await lastWalks()
        expect(await whatWeKnow()).toBe(expected)
      }),
      { numRuns: 4, endOnFailure: true },
    )
  }, 240_000)

  test('never', async () => {
    await lastWalks()
    expect(await whatWeKnow()).toBe(expected)
  })

  test('only afterwards, newest first', async () => {
    await lastWalks()
    for (const event of events.toReversed()) await ring(event)
    expect(await whatWeKnow()).toBe(expected)
  })

  test('all at once, with several walks at once', async () => {
    await Promise.all([
      ...events.map(ring),
      ...(['fast', 'slow', 'fast', 'slow'] as const).map((walk) => sweep(walk)),
    ])
    await lastWalks()
    expect(await whatWeKnow()).toBe(expected)
  })

  test('a walk that is done again changes nothing, and neither does every walk at once', async () => {
    await lastWalks()
    await lastWalks()
    await Promise.all((['fast', 'slow', 'night', 'night'] as const).map((walk) => sweep(walk)))
    expect(await whatWeKnow()).toBe(expected)
  })
})

describe('a donor’s impact depends on the close by which a movement was heard, and on nothing else', () => {
  /** A movement is heard before any close, or after all of them, however long ago it happened; many at their time. */
  const hearings = fc.record({
    closes: fc.infiniteStream(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, cuts.length)),
    places: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    atOnce: fc.constantFrom(1, 3, 100),
  })

  // Domain, pool share: a gift joins the period in which it is *recorded*, so that no close that was made is ever changed.
  test('heard late, it shares as if it had happened after the last close that missed it; what was told stands', async () => {
    const { movements, owners } = await movementsOfGifts()
    await fc.assert(
      fc.asyncProperty(hearings, async ({ closes, places, atOnce }) => {
        const hearing = () => ({ closesBefore: closes.next().value ?? 0, place: places.next().value ?? 0 })
        const heard = inOrderHeard(movements, hearing)

        await forgetAll()
        const told: string[] = []
        for (const [seq, cutAt] of [...cuts, null].entries()) {
          const now = heard.filter(({ closesBefore }) => closesBefore === seq)
          await hear(
            now.map(({ movement }) => movement),
            owners,
            atOnce,
          )
          if (!cutAt) continue
          await closeAt(team, cutAt)
          told.push(...(await sharesOf(team, seq + 1)))
        }
        const shares = await sharesOf(team)
        expect(shares).toEqual(told.sort())
        const pools = await poolOf(team)
        expect(await brokenBooks()).toEqual([])

        await forgetAll()
        const moved = heard.map(({ movement, closesBefore }) => {
          const missedBy = cuts[closesBefore - 1]
          const isLate = missedBy !== undefined && movement.createdAt <= missedBy
          return isLate ? { ...movement, createdAt: new Date(missedBy.getTime() + 1000) } : movement
        })
        await hear(moved, owners, 100)
        for (const cutAt of cuts) await closeAt(team, cutAt)
        expect(await sharesOf(team)).toEqual(shares)
        expect(await poolOf(team)).toEqual(pools)
      }),
      { numRuns: 2, endOnFailure: true },
    )
  })
})

test('forty days without webhooks, and none of it running: what appeared behind the cursor is found', async () => {
  await lastWalks()
  const before = (await whatWeKnow()).split('\n')
  const daysAgo = (days: number) => new Date(Date.now() - days * day)
  await pool().query("update sweep_cursor set walked_at = now() - interval '40 days' where name <> 'fast'")
  for (const days of [39, 20, 5, 0]) {
    const created = Math.floor(daysAgo(days).getTime() / 1000)
    await control.post('balance-transactions', { type: 'stripe_fee', amount: -100 - days, created })
  }
  await sweep('slow')
  const gained = (await whatWeKnow()).split('\n').filter((line) => !before.includes(line))
  expect(gained.filter((line) => line.startsWith('mirror'))).toHaveLength(4)
})
