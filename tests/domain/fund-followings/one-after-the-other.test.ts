import { expect, test } from 'vitest'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import type { SettableState } from '#app/domain/funds/changes.ts'
import { dayOf } from '#app/domain/recurring-donations/charge-dates.ts'
import { compareSchedules } from '#app/domain/recurring-donations/compare-schedules.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { changeAsDonor, type givenMonthly, givenMonthlyGifts } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { settled } = running

type Gift = Awaited<ReturnType<typeof givenMonthly>>

const paused = async (id: string) => (await stripe().subscriptions.retrieve(id)).pause_collection
const told = async (email: string) =>
  (
    await db().mail.findMany({
      where: { recipient: email, message: { in: ['monthly-changed', 'monthly-cancelled'] } },
      orderBy: { recordedAt: 'asc' },
    })
  ).map(({ message, props }) => (props as { change?: string }).change ?? message)

test('a gift to two funds that pause one after the other: the first that opens is charged alone, and no day ends a rest while its fund is paused', async () => {
  const [hill, lake] = [await givenFund({ slug: 'hill' }), await givenFund({ slug: 'lake' })]
  const moveTo = async (fundId: string, to: SettableState) => {
    const staff = await givenActor(fundId, ['administrator'])
    await changeFundState({ staff, fundId, to, reason: 'board_decision' })
    await settled()
  }
  const [both, dated] = (await givenMonthlyGifts(running, [{ slug: 'hill' }, { slug: 'hill' }])) as [
    Gift,
    Gift,
  ]
  const shares = [hill, lake].map((fundId) => ({ fundId, share: 1n }))
  await changeAsDonor(both.token, { kind: 'split', shares })
  const until = dayOf(new Date(Date.now() + 60 * 86_400_000), 'America/Chicago')
  await changeAsDonor(dated.token, { kind: 'pause', until })
  const shown = async () => {
    const gift = await monthlyGift(both.token, 'en')
    const { items, pause_collection } = await stripe().subscriptions.retrieve(both.stripeSubscriptionId)
    return {
      ...{ lines: gift?.lines.map(({ slug }) => slug).sort(), cents: items.data[0]?.price.unit_amount },
      ...{ rests: pause_collection !== null, held: gift?.held.map(({ fund, isPart }) => [fund, isPart]) },
    }
  }
  await moveTo(hill, 'paused')
  expect(await paused(dated.stripeSubscriptionId)).toMatchObject({ behavior: 'void', resumes_at: null })
  // As it could be set before that was refused, and can be at Stripe: the night takes the day away.
  const resumes_at = Math.floor(Date.now() / 1000) + 30 * 86_400
  await stripe().subscriptions.update(dated.stripeSubscriptionId, {
    pause_collection: { behavior: 'void', resumes_at },
  })
  await settled()
  await watchMonthlyGifts()
  await settled()
  expect(await paused(dated.stripeSubscriptionId)).toMatchObject({ behavior: 'void', resumes_at: null })
  await expect(changeAsDonor(dated.token, { kind: 'pause', until })).rejects.toMatchObject({
    code: 'fund_takes_nothing_now',
  })
  expect((await monthlyGift(dated.token, 'en'))?.mayGoOn).toBe(false)
  await moveTo(lake, 'paused')
  expect(await shown()).toMatchObject({
    lines: ['lake'],
    rests: true,
    held: [
      [expect.any(String), false],
      [expect.any(String), true],
    ],
  })

  await moveTo(hill, 'open')
  expect(await shown()).toMatchObject({
    lines: ['hill'],
    cents: 10_00,
    rests: false,
    held: [[expect.any(String), true]],
  })
  expect((await paused(dated.stripeSubscriptionId))?.resumes_at).toBeGreaterThan(Date.now() / 1000)
  await compareSchedules()
  const sights = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.recurringDonationSight.findMany({ where: { recurringDonationId: { in: [both.id, dated.id] } } }),
  )
  expect(sights.map(({ changedAtStripe }) => changedAtStripe)).toEqual([null, null])
  await moveTo(lake, 'open')
  expect(await shown()).toMatchObject({ lines: ['hill', 'lake'], cents: 20_00, rests: false, held: [] })

  // Its part is left out again, and then the fund closes for good: the donor is told, and nothing promises it any more.
  await moveTo(lake, 'paused')
  await moveTo(lake, 'full')
  expect((await monthlyGift(both.token, 'en'))?.held).toMatchObject([{ cause: 'fund_full', isPart: true }])
  await givenClosing(
    [await givenActor(lake, ['administrator']), await givenActor(lake, ['administrator'])],
    lake,
  )
  await settled()
  expect(await shown()).toMatchObject({ lines: ['hill'], cents: 10_00, rests: false, held: [] })
  expect(await told(both.email)).toEqual([
    ...['split', 'fund_paused_part', 'fund_paused', 'fund_open', 'fund_open'],
    ...['fund_paused_part', 'fund_full_part', 'fund_closing_part'],
  ])
  expect(await brokenBooks()).toEqual([])
})

test('a donor who moves their gift away from a fund with which it rests is charged again, and nobody calls that changed at Stripe', async () => {
  const [pond, sea] = [await givenFund({ slug: 'pond' }), await givenFund({ slug: 'sea' })]
  const [gift] = (await givenMonthlyGifts(running, [{ slug: 'pond' }])) as [Gift]
  const staff = await givenActor(pond, ['administrator'])
  await changeFundState({ staff, fundId: pond, to: 'paused', reason: 'board_decision' })
  await settled()
  await changeAsDonor(gift.token, { kind: 'split', shares: [{ fundId: sea, share: 1n }] })
  await settled()
  await compareSchedules()
  expect(await paused(gift.stripeSubscriptionId)).toBeNull()
  const sight = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.recurringDonationSight.findUniqueOrThrow({ where: { recurringDonationId: gift.id } }),
  )
  expect(sight.changedAtStripe).toBeNull()
})
