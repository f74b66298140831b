import { expect, test } from 'vitest'
import { restUnanswered } from '#app/domain/fund-followings/rest-unanswered.server.ts'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { dayAfter, dayOf, startOfDay } from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { changeAsDonor, type givenMonthly, givenMonthlyGifts } from '#tests/support/given-monthly.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running
const timezone = 'America/Chicago'

/** Seconds. */
const halfAnHour = 1_800

type Gift = Awaited<ReturnType<typeof givenMonthly>>

const told = async ({ email }: Gift) =>
  (
    await db().mail.findMany({
      where: { recipient: email, message: 'monthly-changed' },
      orderBy: { recordedAt: 'asc' },
    })
  ).map(({ props }) => props)

/** What each charge of a gift was under, the oldest first. */
const chargedUnder = async ({ id }: Gift) =>
  (
    await db().donation.findMany({
      where: { payment: { recurringDonationId: id } },
      orderBy: { occurredAt: 'asc' },
    })
  ).map(({ purposeVersion }) => purposeVersion)

test('words of a day to come are announced with that day, once; a charge before it is under the old ones, one half an hour into it under the new', async () => {
  const texts = [{ language: 'en', name: 'Hill Fund', summary: 'Pays.', purpose: 'To pay.' }]
  const fundId = await givenFund({ slug: 'hill', texts })
  const [eve, first] = (await givenMonthlyGifts(running, [{ slug: 'hill' }, { slug: 'hill' }])) as [
    Gift,
    Gift,
  ]
  const from = dayAfter(new Date(), 2, timezone)
  const begins = startOfDay(from, timezone)
  await givenNewWords({ fundId, from, purpose: 'To pay more.' })
  await settled()
  for (const gift of [eve, first]) {
    expect(await told(gift)).toMatchObject([
      {
        ...{ change: 'purpose_ahead', fund: 'Hill Fund', purpose: 'To pay more.' },
        purposeFrom: begins.toISOString(),
      },
    ])
    // Until then the fund is named as everyone reads it.
    expect((await monthlyGift(gift.token, 'en'))?.lines).toMatchObject([{ fund: 'Hill Fund' }])
  }

  const inSeconds = begins.getTime() / 1_000
  const charge = (gift: Gift, at: number) =>
    stripe().subscriptions.update(gift.stripeSubscriptionId, {
      trial_end: inSeconds + at,
      proration_behavior: 'none',
    })
  await charge(eve, -halfAnHour)
  await charge(first, halfAnHour)
  const { now } = await control.get<{ now: number }>('clock')
  await control.post('clock', { advanceSeconds: Math.ceil(inSeconds - now) + 2 * halfAnHour })
  await settled()
  expect(await chargedUnder(eve)).toEqual([1, 1])
  expect(await chargedUnder(first)).toEqual([1, 2])

  await watchMonthlyGifts()
  await settled()
  for (const gift of [eve, first]) expect(await told(gift)).toHaveLength(1)
  expect(await brokenBooks()).toEqual([])
})

test('words that came while a part was left out are announced as it comes back: its fund opens, its donor keeps it, or takes back leaving it', async () => {
  const texts = [{ language: 'en', name: 'Old Name', summary: 'Pays.', purpose: 'To pay.' }]
  const fundId = await givenFund({ slug: 'valley', texts })
  const other = await givenFund({ slug: 'coast' })
  const staff = await givenActor(fundId, ['administrator'])
  const given = await givenMonthlyGifts(running, [{ slug: 'valley' }, { slug: 'valley' }, { slug: 'valley' }])
  const [opened, kept, undone] = given as [Gift, Gift, Gift]
  const over = (...fundIds: string[]) => fundIds.map((id) => ({ fundId: id, share: 1n }))
  for (const { token } of given) await changeAsDonor(token, { kind: 'split', shares: over(fundId, other) })
  await changeAsDonor(undone.token, { kind: 'split', shares: over(other) })

  await changeFundState({ staff, fundId, to: 'full', reason: 'board_decision' })
  await settled()
  await asOfTime(new Date(Date.now() + 40 * 86_400_000), () => restUnanswered({}))
  await settled()
  await givenNewWords({
    ...{ fundId, from: dayOf(new Date(), timezone), name: 'New Name', purpose: 'To pay more.' },
  })
  await settled()
  const announced = async (gift: Gift) => (await told(gift)).at(-1)
  for (const gift of given) expect(await announced(gift)).not.toMatchObject({ change: 'purpose' })

  await changeAsDonor(kept.token, { kind: 'keep' })
  await changeAsDonor(undone.token, { kind: 'undo' })
  await settled()
  await changeFundState({ staff, fundId, to: 'open', reason: 'board_decision' })
  await settled()
  for (const [gift, change] of [
    [opened, 'fund_open'],
    [kept, 'undone'],
    [undone, 'undone'],
  ] as const) {
    const [back, words, ...more] = (await told(gift)).slice(-2)
    expect(more).toEqual([])
    expect(back).toMatchObject({ change })
    expect((back as { lines: { fund: string }[] }).lines.map(({ fund }) => fund)).toContain('New Name')
    expect(words).toMatchObject({ change: 'purpose', fund: 'New Name', purpose: 'To pay more.' })
    const parts = await db().$queryRaw`
      select purpose_version as version from monthly_parts(${gift.id}::uuid) where fund_id = ${fundId}::uuid`
    expect(parts).toEqual([{ version: 2 }])
  }
  expect(await brokenBooks()).toEqual([])
})
