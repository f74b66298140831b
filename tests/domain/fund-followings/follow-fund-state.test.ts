import { beforeAll, describe, expect, test } from 'vitest'
import { followFundState } from '#app/domain/fund-followings/follow-fund-state.server.ts'
import { fundFollowing } from '#app/domain/fund-followings/fund-followings.server.ts'
import { restUnanswered } from '#app/domain/fund-followings/rest-unanswered.server.ts'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import type { SettableState } from '#app/domain/funds/changes.ts'
import { dayOf } from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { changeAsDonor, givenMonthly, givenMonthlyGifts, tokenOf } from '#tests/support/given-monthly.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { useRunning } from '#tests/support/running.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { settled } = running

let bail = ''
let rides = ''
let administrator: Awaited<ReturnType<typeof givenActor>>
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides' })
  administrator = await givenActor(bail, ['administrator'])
})

async function move(to: SettableState) {
  await changeFundState({ staff: administrator, fundId: bail, to, reason: 'board_decision' })
  await settled()
}
const paused = async (id: string) => (await stripe().subscriptions.retrieve(id)).pause_collection
const told = async (email: string) =>
  (
    await db().mail.findMany({
      where: { recipient: email, message: { in: ['monthly-changed', 'monthly-cancelled'] } },
      orderBy: { recordedAt: 'asc' },
    })
  ).map(({ message, props }) => (props as { change?: string }).change ?? message)
const halves = () => [bail, rides].map((fundId) => ({ fundId, share: 1n }))

type Gift = Awaited<ReturnType<typeof givenMonthly>>

describe('a fund that pauses, is full, opens and closes', () => {
  let single: Gift
  let divided: Gift
  let resting: Gift
  beforeAll(async () => {
    const given = await givenMonthlyGifts(running, [{}, {}, {}])
    ;[single, divided, resting] = given as [Gift, Gift, Gift]
    await changeAsDonor(divided.token, { kind: 'split', shares: halves() })
    await changeAsDonor(resting.token, { kind: 'pause', until: null })
    await settled()
  })

  test('pauses: nothing is collected from the same day, of a divided gift only its part, and donors are told once', async () => {
    await move('paused')
    expect(await paused(single.stripeSubscriptionId)).toMatchObject({ behavior: 'void', resumes_at: null })
    expect(await paused(divided.stripeSubscriptionId)).toBeNull()
    expect(
      (await monthlyGift(divided.token, 'en'))?.lines.map(({ slug, giftCents }) => [slug, giftCents]),
    ).toEqual([['rides', 10_00n]])
    expect(await told(single.email)).toEqual(['fund_paused'])
    expect(await told(divided.email)).toEqual(['split', 'fund_paused_part'])
    expect(await told(resting.email)).toEqual(['pause'])
    expect(await fundFollowing({ fundId: bail, fundIds: [bail] })).toMatchObject({
      schedules: 3,
      followed: 3,
    })
    await expect(changeAsDonor(single.token, { kind: 'resume' })).rejects.toMatchObject({
      code: 'fund_takes_nothing_now',
    })
  })

  test('opens: what it stopped goes on as before, what the donor let rest stays', async () => {
    await move('open')
    expect(await paused(single.stripeSubscriptionId)).toBeNull()
    expect((await monthlyGift(divided.token, 'en'))?.lines).toHaveLength(2)
    expect(await paused(resting.stripeSubscriptionId)).not.toBeNull()
    expect(await told(single.email)).toEqual(['fund_paused', 'fund_open'])
    expect(await told(resting.email)).toEqual(['pause'])
  })

  test('is full: asked first, charged once more, and without an answer it rests', async () => {
    const [moved, silent] = (await givenMonthlyGifts(running, [{}, {}])) as [Gift, Gift]
    await move('full')
    const asked = await monthlyGift(moved.token, 'en')
    expect(asked).toMatchObject({ state: 'active', held: [], asked: { isPart: false } })
    expect(asked?.asked?.lastChargeAt).toEqual(asked?.nextChargeAt)
    expect(await told(silent.email)).toEqual(['fund_full_asked'])
    const held = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.mailAboutFund.count({ where: { mail: { recipient: silent.email } } }),
    )
    // The question waits where an incident stops the fund; that it paused or is open again goes out.
    expect(held).toBe(1)
    expect((await told(divided.email)).at(-1)).toBe('fund_full_asked_part')
    expect((await monthlyGift(resting.token, 'en'))?.asked).toBeNull()

    await changeAsDonor(moved.token, { kind: 'split', shares: [{ fundId: rides, share: 1n }] })
    await changeAsDonor(single.token, { kind: 'keep' })
    await changeAsDonor(divided.token, { kind: 'keep' })
    for (const { token } of [moved, single, divided])
      expect((await monthlyGift(token, 'en'))?.asked).toBeNull()
    await expect(changeAsDonor(single.token, { kind: 'keep' })).rejects.toMatchObject({
      code: 'nothing_changes',
    })

    const lastChargeAt = asked?.asked?.lastChargeAt ?? new Date()
    const hours = (count: number) => new Date(lastChargeAt.getTime() + count * 3_600_000)
    await asOfTime(hours(23), () => restUnanswered({}))
    expect(await paused(silent.stripeSubscriptionId)).toBeNull()
    await asOfTime(hours(26), async () => {
      await Promise.allSettled([restUnanswered({}), restUnanswered({})])
      await restUnanswered({})
    })
    await settled()
    expect(await paused(silent.stripeSubscriptionId)).toMatchObject({ behavior: 'void', resumes_at: null })
    expect(await told(silent.email)).toEqual(['fund_full_asked', 'fund_full'])
    expect(await monthlyGift(silent.token, 'en')).toMatchObject({
      ...{ state: 'paused', nextChargeAt: null, asked: null, held: [{ cause: 'fund_full', isPart: false }] },
    })
    for (const { stripeSubscriptionId } of [moved, single, divided])
      expect(await paused(stripeSubscriptionId)).toBeNull()
    expect((await monthlyGift(divided.token, 'en'))?.lines).toHaveLength(2)

    await changeAsDonor(silent.token, { kind: 'keep' })
    expect(await paused(silent.stripeSubscriptionId)).toBeNull()
    await watchMonthlyGifts()
    await settled()
    expect(await paused(silent.stripeSubscriptionId)).toBeNull()
    await move('open')
    for (const { token } of [single, silent]) expect((await monthlyGift(token, 'en'))?.held).toEqual([])
  })

  test('closes: gifts to it alone end and are told why, of a divided gift its part ends', async () => {
    await givenClosing([administrator, await givenActor(bail, ['administrator'])], bail)
    await settled()
    expect((await stripe().subscriptions.retrieve(single.stripeSubscriptionId)).status).toBe('canceled')
    expect((await monthlyGift(divided.token, 'en'))?.lines.map(({ slug }) => slug)).toEqual(['rides'])
    const mail = await db().mail.findFirstOrThrow({
      where: { recipient: single.email, message: 'monthly-cancelled' },
    })
    expect(mail.props).toMatchObject({ fundCloses: true })
    expect(await brokenBooks()).toEqual([])
  })
})

test('a gift to two full funds rests for both in one night, and what cannot rest is asked about once more only', async () => {
  const funds = [await givenFund({ slug: 'north' }), await givenFund({ slug: 'south' })]
  const shares = funds.map((fundId) => ({ fundId, share: 1n }))
  const both = await givenMonthly(running, { slug: 'north' })
  await changeAsDonor(both.token, { kind: 'split', shares })
  const gone = await givenMonthly(running, { slug: 'north' })
  for (const fundId of funds) {
    const staff = await givenActor(fundId, ['administrator'])
    await changeFundState({ staff, fundId, to: 'full', reason: 'board_decision' })
    await settled()
  }
  const system = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ scope: { kind: 'system' } }, work)
  const questions = await system((tx) => tx.fundFullQuestion.findMany({ where: { fundId: { in: funds } } }))
  expect(questions).toHaveLength(3)
  await stripe().subscriptions.update(gone.stripeSubscriptionId, {
    pause_collection: { behavior: 'void' },
  })
  const night = new Date(
    Math.max(...questions.map(({ lastChargeAt }) => lastChargeAt.getTime())) + 26 * 3_600_000,
  )
  await asOfTime(night, () => restUnanswered({}))
  await settled()
  expect(await paused(both.stripeSubscriptionId)).toMatchObject({ behavior: 'void', resumes_at: null })
  const wishes = await system((tx) =>
    tx.recurringDonationWish.findMany({
      where: { recurringDonationId: both.id, cause: 'fund_full' },
      orderBy: { recordedAt: 'asc' },
    }),
  )
  expect(wishes.map(({ kind }) => kind)).toEqual(['split', 'pause'])
  // Somebody let the other rest at Stripe: there is nothing left to do, and the next night nothing is asked of Stripe.
  expect(await system((tx) => tx.fundFullQuestionEnd.findMany())).toMatchObject([
    { recurringDonationId: gone.id, reason: 'already_rests' },
  ])
  const open = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) =>
      tx.$queryRaw`select recurring_donation_id from unanswered_question where fund_id = any (${funds}::uuid[])`,
  )
  expect(open).toEqual([])
  await expect(
    asOwner(world.ownerUrl, null, (owner) => owner.query('delete from fund_full_question_end')),
  ).rejects.toMatchObject({ constraint: 'schedule_history_is_append_only' })
  expect(await brokenBooks()).toEqual([])
})

test('a later change takes the work over; what was done is not done again, and a killed run goes on where it was', async () => {
  const fundId = await givenFund({ slug: 'many' })
  const staff = await givenActor(fundId, ['administrator'])
  const gifts = await givenMonthlyGifts(
    running,
    Array.from({ length: 3 }, () => ({ slug: 'many' })),
  )
  const change = await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('alter table fund_state_change disable trigger fund_state_is_followed')
    await owner.query('begin')
    const { rows } = await owner.query<{ id: string }>(
      `insert into fund_state_change (fund_id, from_state, to_state, reason, changed_by)
       values ($1, 'open', 'paused', 'board_decision', $2) returning id`,
      [fundId, staff.id],
    )
    await owner.query(`update fund set state = 'paused' where id = $1`, [fundId])
    await owner.query('commit')
    await owner.query('alter table fund_state_change enable trigger fund_state_is_followed')
    return rows[0]?.id ?? ''
  })
  const work = { fundId, changeId: change, batch: 1 }
  expect(await followFundState(work)).toBe('more')
  await Promise.all([followFundState(work), followFundState(work)].map((run) => run.catch(() => null)))
  // The worker goes on with its own job meanwhile. A run that meets another one fails, and is made again, as the queue does.
  while ((await followFundState(work).catch(() => 'more')) === 'more');
  await settled()
  for (const gift of gifts) {
    expect(await told(gift.email)).toEqual(['fund_paused'])
    expect((await monthlyGift(tokenOf(gift.id), 'en'))?.state).toBe('paused')
  }
  expect(await followFundState({ fundId, changeId: '1' })).toBe('superseded')
})

test('new words of a purpose are announced, of each fund its own, and bind later gifts only', async () => {
  const fundIds = [await givenFund({ slug: 'words' }), await givenFund({ slug: 'more-words' })]
  const gift = await givenMonthly(running, { slug: 'words' })
  await changeAsDonor(gift.token, {
    kind: 'split',
    shares: fundIds.map((fundId) => ({ fundId, share: 1n })),
  })
  await settled()
  const from = dayOf(new Date(), 'America/Chicago')
  for (const [index, fundId] of fundIds.entries())
    await givenNewWords({ fundId, from, purpose: `To pay more, ${index}.` })
  await watchMonthlyGifts()
  await watchMonthlyGifts()
  await settled()
  expect(await told(gift.email)).toEqual(['split', 'purpose', 'purpose'])
  const announced = await db().mail.findMany({
    where: { recipient: gift.email, message: 'monthly-changed' },
    orderBy: { recordedAt: 'asc' },
  })
  expect(announced.flatMap(({ props }) => (props as { purpose?: string }).purpose ?? []).sort()).toEqual([
    'To pay more, 0.',
    'To pay more, 1.',
  ])
  await running.control.post('clock', { advanceSeconds: 31 * 86_400 })
  await settled()
  const donations = await db().donation.findMany({
    where: { payment: { recurringDonationId: gift.id } },
    orderBy: { occurredAt: 'asc' },
    select: { purposeVersion: true },
  })
  expect(donations.map(({ purposeVersion }) => purposeVersion)).toEqual([1, 2, 2])
})
