import { expect, test } from 'vitest'
import { monthlyGiftsOfDonor } from '#app/domain/donor-area/gifts/monthly-gifts-of-donor.server.ts'
import { dayOfMonth } from '#app/domain/recurring-donations/charge-dates.ts'
import { nextChargeAfter } from '#app/domain/recurring-donations/next-charge.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { givenFund } from '#tests/support/given.ts'
import { atStripeTime, changeAsDonor, givenMonthly } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running

const at = (day: string) => new Date(`${day}Z`)
const after = (paid: string, periodEnds: string | null, anchor = '2026-10-28T18:00') =>
  nextChargeAfter(at(paid), {
    schedule: { startedAt: at(anchor) },
    sight: periodEnds
      ? { anchorAt: at(anchor), periodEndsAt: at(periodEnds), isPaused: false, resumesAt: null }
      : null,
  })?.toISOString()

test('a payment that came late, or after midnight, does not move the next charge', () => {
  // Due on 28 December, paid on 5 January.
  expect(after('2027-01-05T10:00', '2027-01-28T18:00')).toBe('2027-01-28T18:00:00.000Z')
  // The last evening of the year, paid an hour later; by a period that was seen in time, and by the one before it.
  const evening = '2026-10-31T23:30'
  expect(after('2027-01-01T00:30', '2027-01-31T23:30', evening)).toBe('2027-01-31T23:30:00.000Z')
  expect(after('2027-01-01T00:30', '2026-12-31T23:30', evening)).toBe('2027-01-31T23:30:00.000Z')
  // Before anything was seen at Stripe.
  expect(after('2026-10-28T18:00', null)).toBe('2026-11-28T18:00:00.000Z')
  expect(after('2026-10-31T18:00', null, '2026-10-31T18:00')).toBe('2026-11-30T18:00:00.000Z')
})

test('each receipt of a monthly gift names the day of Stripe’s next charge, also of one that was recovered; a correction names none', async () => {
  await givenFund({ slug: 'bail' })
  const gift = await givenMonthly(running)
  const pass = async (days: number) => {
    await control.post('clock', { advanceSeconds: days * 86_400 })
    await settled()
  }
  const periodEnd = async () => {
    const { items } = await stripe().subscriptions.retrieve(gift.stripeSubscriptionId)
    return new Date((items.data[0]?.current_period_end ?? 0) * 1000).toISOString()
  }
  const receipts = async () =>
    (
      await db().mail.findMany({
        where: { donorId: gift.donorId, message: 'receipt' },
        orderBy: { recordedAt: 'asc' },
      })
    ).map(({ props }) => props as { replaces?: string; monthly?: { nextAt: string | null } })
  expect((await receipts()).map(({ monthly }) => monthly?.nextAt)).toEqual([await periodEnd()])

  await control.post('next-payment', { fail: 'card_declined' })
  await pass(32)
  await control.post('next-payment', { fail: null })
  await pass(8)
  expect((await receipts()).at(-1)?.monthly?.nextAt).toBe(await periodEnd())

  const last = await db().payment.findFirstOrThrow({
    where: { recurringDonationId: gift.id },
    orderBy: { occurredAt: 'desc' },
  })
  await stripe().refunds.create({ charge: String(last.chargeId), amount: 5_00 })
  await settled()
  const corrected = (await receipts()).at(-1)
  expect(corrected?.replaces).toBeDefined()
  expect(corrected?.monthly).toBeUndefined()

  const usual = dayOfMonth(new Date(await periodEnd()), 'America/Chicago')
  const day = usual === 28 ? 27 : 28
  await atStripeTime(running, () => changeAsDonor(gift.token, { kind: 'day', day }))
  const [own] = await monthlyGiftsOfDonor({ donorId: gift.donorId, language: 'en' })
  expect(dayOfMonth(own?.countedFrom ?? new Date(0), 'America/Chicago')).toBe(day)
})
