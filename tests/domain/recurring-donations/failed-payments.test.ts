import { beforeAll, expect, test } from 'vitest'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { takeNewCard } from '#app/domain/recurring-donations/take-new-card.server.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { atStripeTime, changeAsDonor, givenMonthly } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running
const day = 86_400

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
})

type Monthly = Awaited<ReturnType<typeof givenMonthly>>

async function pass(days: number): Promise<void> {
  await control.post('clock', { advanceSeconds: days * day })
  await settled()
}

/** To the hour after its next charge, by Stripe's own word. */
async function nextCharge({ stripeSubscriptionId }: Monthly): Promise<void> {
  const { now } = await control.get<{ now: number }>('clock')
  const { items } = await stripe().subscriptions.retrieve(stripeSubscriptionId)
  const end = items.data[0]?.current_period_end ?? now
  await control.post('clock', { advanceSeconds: end - now + 3_600 })
  await settled()
}

/** The month's payment is refused at the first try. */
async function refuse(gift: Monthly): Promise<void> {
  await control.post('next-payment', { fail: 'card_declined', subscription: gift.stripeSubscriptionId })
  await nextCharge(gift)
  expect(await stateOf(gift)).toBe('past_due')
}

const stateOf = async ({ id }: Monthly) =>
  (await db().recurringDonation.findUniqueOrThrow({ where: { id } })).state

const told = (gift: Monthly) =>
  db().mail.findMany({
    where: { recipient: gift.email, message: { in: ['payment-failed', 'monthly-cancelled'] } },
    orderBy: { recordedAt: 'asc' },
  })

const recoveries = ({ id }: Monthly) =>
  db().recurringDonationChange.count({
    where: { recurringDonationId: id, cause: { startsWith: 'recovered:' } },
  })

const openInvoice = async ({ stripeSubscriptionId }: Monthly): Promise<string> => {
  const { data } = await stripe().invoices.list({ subscription: stripeSubscriptionId, status: 'open' })
  return data[0]?.id ?? ''
}

/** Stripe rings once more about every payment that failed here, as after an outage. */
async function ringAgain(): Promise<void> {
  const { replayed } = await control.post<{ replayed: number }>('webhooks/replay', {
    type: 'invoice.payment_failed',
  })
  expect(replayed).toBeGreaterThan(0)
  await settled()
}

/** Puts in a card on Stripe's own page. */
async function putIn(gift: Monthly, card: string): Promise<void> {
  const page = (await cardUpdatePage(gift.token, 'en')) ?? ''
  await fetch(page, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' })
  await settled()
}

test('a failure that is told late says what is so now: nothing of one that was paid, and nothing of a gift that ended', async () => {
  await control.post('webhooks', { mode: 'drop' })
  const kept = await heardOnce()
  const ended = await heardOnce()
  await control.post('next-payment', { fail: 'card_declined', subscription: kept.stripeSubscriptionId })
  await nextCharge(kept)
  await pass(4)
  await control.post('next-payment', { fail: 'card_declined', subscription: ended.stripeSubscriptionId })
  await nextCharge(ended)
  await stopMonthlyGift(ended.token)
  await control.post('webhooks', { mode: 'deliver' })
  await ringAgain()
  expect((await stripe().subscriptions.retrieve(kept.stripeSubscriptionId)).status).toBe('active')
  expect((await told(kept)).map(({ message }) => message)).toEqual([])
  expect((await told(ended)).map(({ message }) => message)).toEqual(['monthly-cancelled'])
})

test('of a gift that two funds share, the mails name both beside the amount of both', async () => {
  const text = { language: 'en', summary: 'Pays rides.', purpose: 'To bring people home.' } as const
  const rides = await givenFund({ slug: 'rides', texts: [{ ...text, name: 'Rides Home' }] })
  const gift = await givenMonthly(running)
  const { fundId: bail } = await db().giftIntentPart.findFirstOrThrow({ where: { intentId: gift.intentId } })
  const shares = [
    { fundId: bail, share: 3n },
    { fundId: rides, share: 1n },
  ]
  await atStripeTime(running, () => changeAsDonor(gift.token, { kind: 'split', shares }))
  await settled()
  await refuse(gift)
  await stopMonthlyGift(gift.token)
  await settled()
  expect((await told(gift)).map(({ message, props }) => [message, props])).toMatchObject([
    ['payment-failed', { fund: 'Bail Fund and Rides Home', amountCents: '2000' }],
    ['monthly-cancelled', { fund: 'Bail Fund and Rides Home', amountCents: '2000' }],
  ])
})

/** Booked, then silence. */
async function heardOnce() {
  await control.post('webhooks', { mode: 'deliver' })
  const gift = await givenMonthly(running)
  await control.post('webhooks', { mode: 'drop' })
  return gift
}

test('a failure of which nothing was heard is told by the night, once', async () => {
  const gift = await heardOnce()
  await control.post('next-payment', { fail: 'card_declined', subscription: gift.stripeSubscriptionId })
  await nextCharge(gift)
  await control.post('webhooks', { mode: 'deliver' })
  for (let night = 0; night < 2; night++) {
    await atStripeTime(running, () => sweep('night'))
    await settled()
  }
  expect((await told(gift)).map(({ message }) => message)).toEqual(['payment-failed'])
})

test('what was struck out at Stripe was not paid: the gift goes on, and nothing is called recovered', async () => {
  const gift = await givenMonthly(running)
  await refuse(gift)
  await stripe().invoices.voidInvoice(await openInvoice(gift))
  await settled()
  expect([await stateOf(gift), await recoveries(gift)]).toEqual(['active', 0])
  await refuse(gift)
  await pass(4)
  expect([await stateOf(gift), await recoveries(gift)]).toEqual(['active', 1])
})

test('refused to the last try, the gift ends: its donor is told why and how to begin anew, and nothing comes back', async () => {
  const gift = await givenMonthly(running, { card: '4000 0000 0000 0341' })
  await nextCharge(gift)
  await pass(3)
  await pass(5)
  await pass(7)
  const mails = await told(gift)
  expect(mails.map(({ message }) => message)).toEqual([
    'payment-failed',
    'payment-failed',
    'payment-failed',
    'monthly-cancelled',
  ])
  expect(mails.at(-1)?.props).toMatchObject({
    cardRefused: { giveUrl: expect.stringMatching(/\/funds\/bail\/donate$/) },
  })
  await ringAgain()
  await takeNewCard({ scheduleId: gift.id })
  await pass(40)
  expect(await stateOf(gift)).toBe('cancelled')
  expect(await told(gift)).toHaveLength(4)
})

test('a new card pays at once what is owed and every month after, though the gift had a card of its own', async () => {
  const gift = await givenMonthly(running, { card: '4000 0000 0000 0341' })
  await nextCharge(gift)
  expect(await stateOf(gift)).toBe('past_due')
  await putIn(gift, '5555 5555 5555 4444')
  expect([await stateOf(gift), await recoveries(gift)]).toEqual(['active', 1])
  await takeNewCard({ scheduleId: gift.id })
  await nextCharge(gift)
  const paid = await db().payment.findMany({
    where: { recurringDonationId: gift.id },
    orderBy: { occurredAt: 'asc' },
  })
  expect(paid.map(({ cardLast4 }) => cardLast4)).toEqual(['0341', '4444', '4444'])
})

test('a new card of which nothing was heard is taken by the night; a card that is refused too is asked once', async () => {
  const gift = await givenMonthly(running)
  await pass(1)
  await control.post('webhooks', { mode: 'drop' })
  await putIn(gift, '4000 0000 0000 0341')
  await control.post('webhooks', { mode: 'deliver' })
  await atStripeTime(running, () => sweep('night'))
  await settled()
  expect((await monthlyGift(gift.token, 'en'))?.card).toMatchObject({ last4: '0341' })
  await nextCharge(gift)
  expect(await stateOf(gift)).toBe('past_due')
  const tries = async () => (await stripe().charges.list({ limit: 100 })).data.length
  const before = await tries()
  await takeNewCard({ scheduleId: gift.id })
  expect(await tries()).toBe(before)
  expect(await brokenBooks()).toEqual([])
})
