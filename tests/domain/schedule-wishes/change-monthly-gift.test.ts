import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { wordsKey } from '#app/domain/funds/fund-words.server.ts'
import { dayOf, dayOfMonth } from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { changeMonthlyGift, previewChange } from '#app/domain/schedule-wishes/change-monthly-gift.server.ts'
import { type Change, planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import { recordWish } from '#app/domain/schedule-wishes/record-wish.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { atStripeTime, changeAsDonor, givenMonthly } from '#tests/support/given-monthly.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running
const day = 86_400
const refused = async (act: Promise<unknown>, code: string) => expect(await whyRefused(act)).toBe(code)

let rides = ''
beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides' })
})

const atStripe = (id: string) => stripe().subscriptions.retrieve(id)
const partsOf = (scheduleId: string) =>
  db().$queryRaw<{ slug: string; gift: bigint; cover: bigint }[]>`
    select f.slug, d.gift_cents as gift, d.fee_cover_cents as cover from donation d join fund f on f.id = d.fund_id
      join payment p on p.id = d.payment_id where p.recurring_donation_id = ${scheduleId}::uuid
     order by p.occurred_at, f.slug`
const wishes = (scheduleId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.recurringDonationWish.findMany({
      where: { recurringDonationId: scheduleId },
      include: { recurringDonationWishEnd: true, recurringDonationVersion: { include: { parts: true } } },
      orderBy: { recordedAt: 'asc' },
    }),
  )
const mails = async (to: string) =>
  (await db().mail.findMany({ where: { recipient: to }, orderBy: { recordedAt: 'asc' } })).map(
    ({ message, props }) => `${message} ${(props as { change?: string }).change ?? ''}`.trim(),
  )

describe('a gift of $20', () => {
  let gift: Awaited<ReturnType<typeof givenMonthly>>
  beforeAll(async () => {
    gift = await givenMonthly(running)
  })

  test('is not changed by what was reckoned before another change came into force', async () => {
    const other = await givenMonthly(running)
    const before = await readStanding(other.id, 'en')
    if (!before) throw new Error('a gift that was given stands')
    const plan = planChange(before, { kind: 'split', shares: [{ fundId: rides, share: 1n }] })
    expect(
      (await changeAsDonor(other.token, { kind: 'amount', giftCents: 8_00n, coverFee: false })).outcome,
    ).toBe('done')
    const asked = inTransaction({ scope: { kind: 'donor' } }, (tx) =>
      recordWish(tx, { gift: before, plan, cause: 'donor', formKey: randomUUID() }),
    )
    await refused(asked, 'gift_moved_on')
    expect((await atStripe(other.stripeSubscriptionId)).items.data[0]?.price.unit_amount).toBe(8_00)
    await settled()
  })

  test('gets another amount: nothing is charged now, fee cover is reckoned anew, the next charge is divided so', async () => {
    const { outcome, plan } = await changeAsDonor(gift.token, {
      ...{ kind: 'amount', giftCents: 35_00n, coverFee: true },
    })
    expect(outcome).toBe('done')
    expect(plan.amountCents).toBe(36_09n)
    const subscription = await atStripe(gift.stripeSubscriptionId)
    expect(subscription.items.data[0]?.price.unit_amount).toBe(36_09)
    const [wish] = await wishes(gift.id)
    expect(subscription.metadata).toMatchObject({
      version: wish?.id,
      change: wish?.id,
      intent: gift.intentId,
    })
    expect(await partsOf(gift.id)).toHaveLength(1)
    await settled()
    expect(await mails(gift.email)).toEqual(['receipt', 'monthly-changed amount'])
  })

  test('is divided over two funds by largest remainder, and taken back within a day', async () => {
    const bail = (await wishes(gift.id))[0]?.recurringDonationVersion?.parts[0]?.fundId ?? ''
    const { plan } = await changeAsDonor(gift.token, {
      kind: 'split',
      shares: [
        { fundId: bail, share: 2n },
        { fundId: rides, share: 1n },
      ],
    })
    const gifts = plan.parts?.map(({ fundId, giftCents }) => [fundId === bail ? 'bail' : 'rides', giftCents])
    expect(Object.fromEntries(gifts ?? [])).toEqual({ bail: 23_33n, rides: 11_67n })
    expect((await monthlyGift(gift.token, 'en'))?.undo).toBe('split')
    await changeAsDonor(gift.token, { kind: 'undo' })
    expect((await monthlyGift(gift.token, 'en'))?.lines).toHaveLength(1)
    await changeAsDonor(gift.token, {
      kind: 'split',
      shares: [
        { fundId: bail, share: 1n },
        { fundId: rides, share: 1n },
      ],
    })
  })

  test('a version that an invoice carries is the one it is divided by, whatever came after it', async () => {
    await control.post('clock', { advanceSeconds: 31 * day })
    await changeAsDonor(gift.token, { kind: 'amount', giftCents: 20_00n, coverFee: false })
    await settled()
    expect(await partsOf(gift.id)).toEqual([
      { slug: 'bail', gift: 20_00n, cover: 0n },
      { slug: 'bail', gift: 17_50n, cover: 55n },
      { slug: 'rides', gift: 17_50n, cover: 54n },
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('is skipped once, paused and resumed, and charged never meanwhile', async () => {
    const count = async () => (await partsOf(gift.id)).length
    const before = await count()
    const { plan } = await atStripeTime(running, () => changeAsDonor(gift.token, { kind: 'skip' }))
    const shown = (await atStripe(gift.stripeSubscriptionId)).items.data[0]?.current_period_end ?? 0
    expect(plan.nextChargeAt?.getTime()).toBeGreaterThan((shown + 27 * day) * 1000)
    // Stripe's own way: charges are void for a while; the schedule itself is never paused.
    expect(await atStripe(gift.stripeSubscriptionId)).toMatchObject({
      ...{ status: 'active', pause_collection: { behavior: 'void', resumes_at: shown + day } },
    })
    await settled()
    expect((await monthlyGift(gift.token, 'en'))?.state).toBe('paused')
    await refused(
      atStripeTime(running, () => changeAsDonor(gift.token, { kind: 'skip' })),
      'gift_rests',
    )

    await control.post('clock', { advanceSeconds: 33 * day })
    await settled()
    expect(await count()).toBe(before)
    expect((await monthlyGift(gift.token, 'en'))?.state).toBe('active')
    await control.post('clock', { advanceSeconds: 31 * day })
    await settled()
    expect(await count()).toBe(before + 2)

    await changeAsDonor(gift.token, { kind: 'pause', until: null })
    await refused(changeAsDonor(gift.token, { kind: 'pause', until: null }), 'nothing_changes')
    expect(await atStripe(gift.stripeSubscriptionId)).toMatchObject({
      ...{ status: 'active', pause_collection: { behavior: 'void', resumes_at: null } },
    })
    await control.post('clock', { advanceSeconds: 62 * day })
    await settled()
    expect(await count()).toBe(before + 2)
    const { plan: resumed } = await changeAsDonor(gift.token, { kind: 'resume' })
    const next = (await atStripe(gift.stripeSubscriptionId)).items.data[0]?.current_period_end ?? 0
    expect(resumed.nextChargeAt).toEqual(new Date(next * 1000))
    expect((await atStripe(gift.stripeSubscriptionId)).pause_collection).toBeNull()
    await control.post('clock', { advanceSeconds: 31 * day })
    await settled()
    expect(await count()).toBe(before + 4)
    expect(await brokenBooks()).toEqual([])
  })
})

test('another day is a trial that ends on it: nothing is charged now, and no part of a month', async () => {
  const gift = await givenMonthly(running)
  const { nextChargeAt } = (await monthlyGift(gift.token, 'en')) ?? {}
  const usual = nextChargeAt && dayOfMonth(nextChargeAt, 'America/Chicago')
  const { plan } = await atStripeTime(running, () =>
    changeAsDonor(gift.token, { kind: 'day', day: usual === 28 ? 26 : 28 }),
  )
  const after = await atStripe(gift.stripeSubscriptionId)
  expect(after).toMatchObject({
    ...{ status: 'trialing', pause_collection: null },
    trial_end: (plan.nextChargeAt?.getTime() ?? 0) / 1000,
  })
  // Stripe opens a trial with an invoice of nothing.
  expect((await stripe().invoices.retrieve(String(after.latest_invoice))).total).toBe(0)
  await settled()
  expect(await partsOf(gift.id)).toHaveLength(1)
})

test('fifty presses of one page are one change and one mail', async () => {
  const gift = await givenMonthly(running)
  const formKey = randomUUID()
  const change = { kind: 'amount', giftCents: 25_00n, coverFee: false } as const
  const next = (await atStripe(gift.stripeSubscriptionId)).items.data[0]?.current_period_end ?? 0
  const press = () =>
    changeMonthlyGift({
      ...{ token: gift.token, change, language: 'en', formKey },
      seen: { amountCents: 25_00n, nextChargeAt: new Date(next * 1000), newWords: '' },
    })
  const outcomes = await Promise.all(Array.from({ length: 50 }, press))
  expect(new Set(outcomes)).toEqual(new Set(['done']))
  expect(await wishes(gift.id)).toHaveLength(1)
  const listed = await stripe().events.list({ type: 'customer.subscription.updated', limit: 100 })
  const ours = listed.data.filter(
    ({ data }) => (data.object as { id: string }).id === gift.stripeSubscriptionId,
  )
  expect(ours).toHaveLength(1)
  await settled()
  expect(await mails(gift.email)).toEqual(['receipt', 'monthly-changed amount'])
})

describe('when Stripe does not answer', () => {
  test('the change is under way, the job repeats the same call, and it is made once', async () => {
    const gift = await givenMonthly(running)
    await control.post('fail', { route: 'POST /v1/subscriptions/:id', times: 3, replayed: false })
    const { outcome } = await changeAsDonor(gift.token, {
      ...{ kind: 'amount', giftCents: 30_00n, coverFee: false },
    })
    expect(outcome).toBe('under_way')
    expect((await monthlyGift(gift.token, 'en'))?.isUnderWay).toBe(true)
    await refused(
      changeAsDonor(gift.token, { kind: 'amount', giftCents: 31_00n, coverFee: false }),
      'one_change_at_a_time',
    )
    await control.remove('fail')
    const [wish] = await wishes(gift.id)
    await Promise.all(
      Array.from({ length: 5 }, () => carryOutWish({ wishId: wish?.id ?? '' }).catch(() => null)),
    )
    expect((await atStripe(gift.stripeSubscriptionId)).items.data[0]?.price.unit_amount).toBe(30_00)
    expect((await wishes(gift.id)).map((each) => each.recurringDonationWishEnd?.outcome)).toEqual(['done'])
    expect((await monthlyGift(gift.token, 'en'))?.isUnderWay).toBe(false)
  })

  test('it was done although nobody heard it: what Stripe shows wins', async () => {
    const gift = await givenMonthly(running)
    await control.post('fail', { route: 'POST /v1/subscriptions/:id', mode: 'after', times: 3 })
    const { outcome } = await changeAsDonor(gift.token, { kind: 'pause', until: null })
    await control.remove('fail')
    await settled()
    expect(['under_way', 'done']).toContain(outcome)
    expect((await wishes(gift.id)).map((each) => each.recurringDonationWishEnd?.outcome)).toEqual(['done'])
    expect((await monthlyGift(gift.token, 'en'))?.state).toBe('paused')
  })
})

test('what is not allowed is refused, and nothing moves', async () => {
  const gift = await givenMonthly(running)
  const asks = (change: Parameters<typeof changeAsDonor>[1]) => changeAsDonor(gift.token, change)
  await refused(asks({ kind: 'amount', giftCents: 1_00n, coverFee: false }), 'amount_too_small')
  await refused(asks({ kind: 'amount', giftCents: 90_000_00n, coverFee: false }), 'amount_too_large')
  await refused(asks({ kind: 'amount', giftCents: 20_00n, coverFee: false }), 'nothing_changes')
  await refused(asks({ kind: 'split', shares: [] }), 'split_is_empty')
  await refused(asks({ kind: 'split', shares: [{ fundId: randomUUID(), share: 1n }] }), 'fund_not_open')
  const many = Array.from({ length: 11 }, () => ({ fundId: rides, share: 1n }))
  await refused(asks({ kind: 'split', shares: many }), 'split_over_too_many')
  await refused(asks({ kind: 'pause', until: '2020-01-01' }), 'pause_ends_too_soon')
  await refused(asks({ kind: 'pause', until: '2099-01-01' }), 'pause_ends_too_late')
  await refused(asks({ kind: 'resume' }), 'nothing_changes')
  await refused(asks({ kind: 'keep' }), 'nothing_changes')
  await refused(asks({ kind: 'undo' }), 'nothing_to_undo')
  const seen = { amountCents: 1n, nextChargeAt: null, newWords: '' }
  await refused(
    changeMonthlyGift({
      ...{ token: gift.token, language: 'en', formKey: randomUUID(), seen },
      change: { kind: 'pause', until: null },
    }),
    'gift_moved_on',
  )
  expect(await wishes(gift.id)).toEqual([])
  await stripe().subscriptions.cancel(gift.stripeSubscriptionId)
  await settled()
  await refused(asks({ kind: 'pause', until: null }), 'ended_gift_is_not_changed')
})

test('words that began after the page was read are shown before a part is bound to them', async () => {
  const { id, token } = await givenMonthly(running)
  const change: Change = { kind: 'split', shares: [{ fundId: rides, share: 1n }] }
  const read = await previewChange({ token, change, language: 'en' })
  if (!read) throw new Error('a gift that was given stands')
  expect(read.newWords).toMatchObject([{ fundId: rides, purposeVersion: 1 }])
  await givenNewWords({ fundId: rides, from: dayOf(new Date(), 'America/Chicago') })
  const { amountCents, nextChargeAt } = read.plan
  await refused(
    changeMonthlyGift({
      ...{ token, change, language: 'en', formKey: randomUUID() },
      seen: { amountCents, nextChargeAt, newWords: wordsKey(read.newWords) },
    }),
    'gift_moved_on',
  )
  expect(await wishes(id)).toEqual([])
  expect((await changeAsDonor(token, change)).outcome).toBe('done')
  expect((await wishes(id))[0]?.recurringDonationVersion?.parts).toMatchObject([{ purposeVersion: 2 }])
})
