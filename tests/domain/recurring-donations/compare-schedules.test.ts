import { beforeAll, expect, test } from 'vitest'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { compareSchedules } from '#app/domain/recurring-donations/compare-schedules.server.ts'
import { listSchedules } from '#app/domain/recurring-donations/list-schedules.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import type { ScheduleView } from '#app/domain/recurring-donations/schedule-list.ts'
import { waitingSchedules } from '#app/domain/recurring-donations/waiting.server.ts'
import { monthlyProduct } from '#app/domain/schedule-wishes/monthly-product.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenMonthly } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running

let fundId = ''
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
})

const listed = async (view: ScheduleView) =>
  (await listSchedules({ fundIds: [fundId], language: 'en', view, after: null })).schedules
/** The night's comparison, some hours from now by Stripe's time. */
async function compare(): Promise<void> {
  const { now } = await control.get<{ now: number }>('clock')
  await asOfTime(new Date((now + 3 * 3_600) * 1000), compareSchedules)
}

test('an amount that someone changed at Stripe is followed, shown, and divides what is charged', async () => {
  const gift = await givenMonthly(running)
  const subscription = await stripe().subscriptions.retrieve(gift.stripeSubscriptionId)
  await stripe().subscriptions.update(gift.stripeSubscriptionId, {
    items: [
      {
        id: subscription.items.data[0]?.id ?? '',
        price_data: {
          ...{ currency: 'usd', product: monthlyProduct, unit_amount: 12_34 },
          recurring: { interval: 'month' },
        },
      },
    ],
    proration_behavior: 'none',
  })
  await settled()
  await compare()
  await compare()
  expect(await listed('changed')).toMatchObject([{ id: gift.id, amountCents: 12_34n }])
  await control.post('clock', { advanceSeconds: 31 * 86_400 })
  await settled()
  const payment = await db().payment.findFirstOrThrow({
    where: { recurringDonationId: gift.id },
    orderBy: { occurredAt: 'desc' },
    include: { donations: true },
  })
  expect(payment.donations).toMatchObject([{ giftCents: 12_34n, fundId }])
  const told = await db().mail.count({ where: { recipient: gift.email, message: 'monthly-changed' } })
  expect(told).toBe(1)
  expect(await brokenBooks()).toEqual([])
})

test('a pause and an end that nobody heard of are seen within the night; nothing that ended comes back', async () => {
  await control.post('webhooks', { mode: 'drop' })
  const paused = await givenMonthlyUnheard()
  const ended = await givenMonthlyUnheard()
  await stripe().subscriptions.update(paused.stripeSubscriptionId, { pause_collection: { behavior: 'void' } })
  await stripe().subscriptions.cancel(ended.stripeSubscriptionId)
  await compare()
  expect((await listed('changed')).map(({ id }) => id)).toContain(paused.id)
  expect((await listed('paused')).map(({ id }) => id)).toContain(paused.id)
  expect((await listed('cancelled')).map(({ id }) => id)).toContain(ended.id)
  await compare()
  expect((await listed('cancelled')).map(({ id }) => id)).toContain(ended.id)
  await control.post('webhooks', { mode: 'deliver' })
})

/** Booked first, then silence. */
async function givenMonthlyUnheard() {
  await control.post('webhooks', { mode: 'deliver' })
  const gift = await givenMonthly(running)
  await control.post('webhooks', { mode: 'drop' })
  return gift
}

test('what Stripe runs and nobody here started is kept apart, waits for the staff, and is gone when it is', async () => {
  const session = await stripe().checkout.sessions.create({
    mode: 'subscription',
    line_items: [
      {
        quantity: 1,
        price_data: {
          ...{ currency: 'usd', product: monthlyProduct, unit_amount: 7_00 },
          recurring: { interval: 'month' },
        },
      },
    ],
    success_url: 'https://elsewhere.example',
  })
  await control.post(`sessions/${session.id}/pay`)
  const { subscription } = await stripe().checkout.sessions.retrieve(session.id)
  await settled()
  await compare()
  const { unknown } = await listSchedules({ fundIds: [fundId], language: 'en', view: 'active', after: null })
  expect(unknown).toMatchObject([{ id: subscription, amountCents: 7_00n }])
  const waits = await inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, (tx) =>
    waitingSchedules(tx, {
      staff: { id: 'x', fundIds: [fundId] },
      personIn: () => ({ id: 'x', roles: ['treasurer'] }),
    }),
  )
  expect(waits).toMatchObject([{ act: 'unknown_schedule', amountCents: 7_00n }])
  await stripe().subscriptions.cancel(String(subscription))
  await compare()
  expect(
    (await listSchedules({ fundIds: [fundId], language: 'en', view: 'active', after: null })).unknown,
  ).toEqual([])
})

test('what ended here and yet runs at Stripe is not passed over: it waits for the staff until it is stopped there', async () => {
  const gift = await givenMonthly(running)
  const { now } = await control.get<{ now: number }>('clock')
  await db().recurringDonation.update({
    where: { id: gift.id },
    data: { state: 'cancelled', endedAt: new Date(now * 1000) },
  })
  const unknown = async () =>
    (await listSchedules({ fundIds: [fundId], language: 'en', view: 'active', after: null })).unknown
  // Just ended: Stripe may list it for a moment longer.
  await asOfTime(new Date((now + 60) * 1000), compareSchedules)
  expect(await unknown()).toEqual([])
  await compare()
  expect(await unknown()).toMatchObject([{ id: gift.stripeSubscriptionId, status: 'active' }])
  await stripe().subscriptions.cancel(gift.stripeSubscriptionId)
  await compare()
  expect(await unknown()).toEqual([])
})

test('two gifts of one donor to one fund are shown and asked about, and both run', async () => {
  const email = 'twice@donor.example'
  const first = await givenMonthly(running, { email, amount: '20' })
  const second = await givenMonthly(running, { email, amount: '25' })
  expect((await listed('twice')).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
  const receipts = await db().mail.findMany({
    where: { recipient: email, message: 'receipt' },
    orderBy: { recordedAt: 'asc' },
  })
  expect(
    receipts.map(({ props }) => (props as { monthly: { twice?: boolean } }).monthly.twice ?? false),
  ).toEqual([false, true])
  expect((await stripe().subscriptions.retrieve(first.stripeSubscriptionId)).status).toBe('active')
})

test('a card that ends next month is said once, however often the night looks', async () => {
  const gift = await givenMonthly(running)
  await endsNextMonth(gift.stripeSubscriptionId)
  await compare()
  for (let night = 0; night < 3; night++) await asOfTime(middleOfMonth(), () => watchMonthlyGifts())
  const mails = await db().mail.findMany({ where: { recipient: gift.email, message: 'card-needed' } })
  expect(mails.map(({ props }) => props)).toMatchObject([{ why: 'expires', card: { last4: '4242' } }])
})

test('a gift that began with a card of this month’s end: said once, as this month; one that ended before is not', async () => {
  const [now, past] = [await givenMonthly(running), await givenMonthly(running)]
  await endsIn(now.stripeSubscriptionId, 0)
  await endsIn(past.stripeSubscriptionId, -1)
  await compare()
  for (let night = 0; night < 3; night++) await asOfTime(middleOfMonth(), () => watchMonthlyGifts())
  const mails = await db().mail.findMany({
    where: { recipient: { in: [now.email, past.email] }, message: 'card-needed' },
  })
  expect(mails.map(({ recipient, props }) => [recipient, (props as { why: string }).why])).toEqual([
    [now.email, 'expires_now'],
  ])
})

test('a card that the donor changed is shown at once, and of the old one nobody is told that it ends', async () => {
  const gift = await givenMonthly(running)
  await endsNextMonth(gift.stripeSubscriptionId)
  await compare()
  const card = async () => (await monthlyGift(gift.token, 'en'))?.card
  expect(await card()).toMatchObject({ last4: '4242' })
  await control.post('clock', { advanceSeconds: 4 * 3_600 })
  const portal = (await cardUpdatePage(gift.token, 'en')) ?? ''
  const body = new URLSearchParams({ card: '5555 5555 5555 4444' })
  await fetch(portal, { method: 'POST', body, redirect: 'manual' })
  await settled()
  expect(await card()).toMatchObject({ brand: 'mastercard', last4: '4444' })
  await asOfTime(middleOfMonth(), () => watchMonthlyGifts())
  expect(await db().mail.count({ where: { recipient: gift.email, message: 'card-needed' } })).toBe(0)
})

const endsNextMonth = (subscriptionId: string) => endsIn(subscriptionId, 1)

async function endsIn(subscriptionId: string, months: number): Promise<void> {
  const subscription = await stripe().subscriptions.retrieve(subscriptionId)
  const next = new Date()
  next.setUTCDate(1)
  next.setUTCMonth(next.getUTCMonth() + months)
  await control.post(`cards/${subscription.default_payment_method}/expiry`, {
    month: next.getUTCMonth() + 1,
    year: next.getUTCFullYear(),
  })
}

function middleOfMonth(): Date {
  const middle = new Date()
  middle.setUTCDate(15)
  return middle
}
