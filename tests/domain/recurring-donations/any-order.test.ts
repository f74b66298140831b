import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import type { Change } from '#app/domain/schedule-wishes/plan-change.ts'
import { handleEvent } from '#app/domain/stripe-mirror/handle-event.server.ts'
import { sweep, type Walk } from '#app/domain/stripe-mirror/sweep.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, pool } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { controlOf } from '#tests/support/control.ts'
import { donorsSee } from '#tests/support/donors-see.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund } from '#tests/support/given.ts'
import { changeAsDonor, tokenOf } from '#tests/support/given-monthly.ts'
import { gift } from '#tests/support/visitor.ts'
import { workOff } from '#tests/support/work-off.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const control = controlOf(world)
const inbox = openInbox(pool())
const day = 86_400

const events = new Map<string, Stripe.Event>()
let expected = ''
let refused = 0

/** Half a year at Stripe, of which only the first payment was booked: each month is charged by what held when it was invoiced. */
beforeAll(async () => {
  const bail = await givenFund({ slug: 'bail' })
  const rides = await givenFund({ slug: 'rides' })
  await control.post('account', { settleDelayMs: 0 })
  await control.post('webhooks', { mode: 'drop' })
  await control.post('clock', { at: Math.floor(Date.now() / 1000) - 200 * day })
  const form = GiftForm.parse({
    ...{ coverFee: '', incognito: '', updates: '', website: undefined },
    ...gift({ frequency: 'monthly', amount: '20' }),
  })
  const { redirectTo } = await startGift({
    ...{ slug: 'bail', form, token: '', shownAt: new Date(), language: 'en', address: '127.0.0.1' },
  })
  await control.post(`sessions/${redirectTo.split('/').at(-1)}/pay`)
  await sweep('fast')
  const { id } = await db().recurringDonation.findFirstOrThrow()
  const wishes: Change[] = [
    { kind: 'amount', giftCents: 33_33n, coverFee: true },
    { kind: 'split', shares: [bail, rides].map((fundId) => ({ fundId, share: 1n })) },
    { kind: 'skip' },
    { kind: 'amount', giftCents: 41_00n, coverFee: false },
    { kind: 'split', shares: [{ fundId: rides, share: 1n }] },
  ]
  for (const wish of wishes) {
    const { now } = await control.get<{ now: number }>('clock')
    await asOfTime(new Date(now * 1000), () => changeAsDonor(tokenOf(id), wish))
    if (wish === wishes[0]) await control.post('next-payment', { fail: 'card_declined' })
    await control.post('clock', { advanceSeconds: (wish === wishes[0] ? 35 : 31) * day })
    for await (const event of stripe().events.list({ limit: 100 })) events.set(event.id, event)
  }
  await control.post('clock', { reset: true })
  // The last payment is refused and still owed; one before was refused, and paid at the second try.
  await control.post('next-payment', { fail: 'card_declined' })
  await control.post('clock', { advanceSeconds: await secondsToNextCharge() })
  for await (const event of stripe().events.list({ limit: 100 })) events.set(event.id, event)
  refused = [...events.values()].filter(({ type }) => type === 'invoice.payment_failed').length
  for (const event of [...events.values()].sort((a, b) => a.created - b.created)) await ring(event)
  await lastWalks()
  expected = await whatWeKnow()
}, 240_000)

/** Into the hour after it, so that Stripe has not tried again yet. */
async function secondsToNextCharge(): Promise<number> {
  const { now } = await control.get<{ now: number }>('clock')
  const { stripeSubscriptionId } = await db().recurringDonation.findFirstOrThrow()
  const { items } = await stripe().subscriptions.retrieve(stripeSubscriptionId)
  return (items.data[0]?.current_period_end ?? now) - now + 3_600
}

async function ring(event: Stripe.Event): Promise<void> {
  await inbox.keep({ event, body: Buffer.from(JSON.stringify(event)) })
  await handleEvent(event.id)
}

async function lastWalks(): Promise<void> {
  for (const walk of ['fast', 'slow', 'night'] as const) await sweep(walk)
}

/** Each charge as it was divided, the schedule as it is, what its donor was written of payments that failed, and what they see. */
async function whatWeKnow(): Promise<string> {
  await workOff()
  expect(await brokenBooks()).toEqual([])
  const { rows } = await pool().query<{ line: string }>(`
    select concat_ws(' ', 'part', p.charge_id, f.slug, d.gift_cents, d.fee_cover_cents) as line
      from donation d join payment p on p.id = d.payment_id join fund f on f.id = d.fund_id
    union all select concat_ws(' ', 'schedule', state, ended_at) from recurring_donation
    union all select concat_ws(' ', 'mail', message, props ->> 'amountCents', props ->> 'failedAt', props ->> 'nextTryAt')
      from mail where message in ('payment-failed', 'monthly-cancelled')
    order by 1`)
  return [...rows.map(({ line }) => line), ...(await donorsSee())].join('\n')
}

/** What was heard from Stripe since the wishes: they stay, since the donor made them here. */
async function forgetAll(): Promise<void> {
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(
      owner,
      `truncate ledger_transfer, ledger_account, ledger_daily, stripe_event, stripe_balance_transaction, stripe_payout,
         stripe_payout_event, stripe_payout_item, suspense_item, sweep_cursor, payment, donation, refund, dispute, receipt,
         recurring_donation_change, recurring_donation_sight, annual_statement, mail, graphile_worker._private_jobs cascade;
       update recurring_donation set state = 'active', seen_at = started_at, ended_at = null`,
    ),
  )
}

test('six months, each divided by its own version', () => {
  const parts = expected.split('\n').filter((line) => line.startsWith('part'))
  expect(parts.length).toBeGreaterThan(6)
  expect(new Set(parts.map((line) => line.split(' ').slice(2).join(' '))).size).toBeGreaterThan(4)
})

test('one payment failed and is still owed: its donor is written to once, of what failed before and was paid not at all', () => {
  const mails = expected.split('\n').filter((line) => line.startsWith('mail'))
  expect(mails).toEqual([expect.stringMatching(/^mail payment-failed \d+ \S+Z \S+Z$/)])
  expect(refused).toBe(2)
})

test('whatever rings, late, twice, in any order or never, every charge is divided the same and its donor written the same', async () => {
  const ringing = fc.record({
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    copies: fc.infiniteStream(fc.constantFrom(0, 1, 1, 2)),
    walks: fc.infiniteStream(
      fc.constantFrom<(Walk | 'jobs' | null)[]>(null, null, null, null, 'jobs', 'fast', 'slow'),
    ),
  })
  await fc.assert(
    fc.asyncProperty(ringing, async ({ order, copies, walks }) => {
      await forgetAll()
      const rung = [...events.values()]
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
    { numRuns: 3, endOnFailure: true },
  )
}, 240_000)
