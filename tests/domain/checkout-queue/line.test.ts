import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { lineNow } from '#app/domain/checkout-queue/line-now.server.ts'
import { lookAtWait } from '#app/domain/checkout-queue/look-at-wait.server.ts'
import { pauseGiving } from '#app/domain/defence/pause-giving.server.ts'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { bucketHolds, othersWait } from '#tests/support/given-line.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { until } from '#tests/support/until.ts'
import { gift } from '#tests/support/visitor.ts'
import { withinTheHour } from '#tests/support/within-the-hour.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

// Four a second, and 240 places.
process.env.STRIPE_CALLS_PER_SECOND = '5'
const world = await useWorld()
const control = controlOf(world)
/** Nobody's turn comes until it is opened again. */
const closed = -10_000
const many = { fromNetwork: 1_000, forEmail: 1_000, onSite: 10_000 }

let bail = ''
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
})
beforeEach(async () => {
  await until(async () => {
    await owner('delete from checkout_place where called_at is null or failed_at is not null')
    return (await db().checkoutPlace.count()) === 0
  })
  await givenLimits(world, many)
  await bucketHolds(world, 1)
})

const owner = (sql: string, values: unknown[] = []) =>
  asOwner(world.ownerUrl, null, (client) => client.query(sql, values))
const sessions = async () => (await control.get<{ sessions: number }>('summary')).sessions

/** Someone sends the form. */
async function begin(of: { token?: string; amount?: string } = {}) {
  const { token = randomUUID(), amount = '50' } = of
  const form = GiftForm.parse({ coverFee: '', incognito: '', updates: '', ...gift({ amount }) })
  const { redirectTo, intentId } = await startGift({
    ...{ slug: 'bail', form, token, shownAt: new Date(), language: 'en', address: '198.51.100.7' },
  })
  const [, waiting] = redirectTo.split('/donate/waiting/')
  return { intentId, token: waiting ?? null, page: waiting ? null : redirectTo }
}
const look = (token: string | null) => lookAtWait({ token: token ?? '', slug: 'bail' })

test('whoever comes while there is a call left goes on; the others wait, each gets one page by one call, in their order', async () => {
  const before = await sessions()
  const first = await begin()
  expect(first.page).toContain(world.sandbox.url)
  await bucketHolds(world, closed)
  const later = []
  for (let at = 0; at < 6; at++) later.push(await begin())
  expect(later.map(({ page }) => page)).toEqual(later.map(() => null))
  expect(await look(later[5]?.token ?? null)).toMatchObject({ state: 'waits', seconds: 2 })

  await bucketHolds(world, 1)
  await until(async () => (await db().checkoutPlace.count()) === 0)
  const opened = await db().checkoutSession.findMany({
    where: { intentId: { in: later.map(({ intentId }) => intentId) } },
    orderBy: { recordedAt: 'asc' },
  })
  expect(opened.map(({ intentId }) => intentId)).toEqual(later.map(({ intentId }) => intentId))
  expect(await sessions()).toBe(before + 7)
  for (const { token, intentId } of later)
    expect(await look(token)).toEqual({
      ...{ state: 'open', url: opened.find((session) => session.intentId === intentId)?.url },
    })
})

test('nobody goes before those who wait, though there is a call left', async () => {
  await othersWait(world, 1)
  expect((await begin()).page).toBeNull()
})

test('the same form again keeps its place and is one gift with one page; another form of it gives the place up', async () => {
  await bucketHolds(world, closed)
  const before = { sessions: await sessions(), intents: await db().giftIntent.count() }
  const token = randomUUID()
  const first = await begin({ token })
  const { number } = await db().checkoutPlace.findUniqueOrThrow({ where: { intentId: first.intentId } })
  for (let again = 0; again < 4; again++) expect(await begin({ token })).toEqual(first)
  expect((await db().checkoutPlace.findUniqueOrThrow({ where: { intentId: first.intentId } })).number).toBe(
    number,
  )

  const other = await begin({ token, amount: '51' })
  expect(other.intentId).not.toBe(first.intentId)
  expect(await db().checkoutPlace.findMany({ select: { intentId: true } })).toEqual([
    { intentId: other.intentId },
  ])
  expect(await look(first.token)).toMatchObject({ state: 'over' })
  await bucketHolds(world, 1)
  await until(async () => (await look(other.token))?.state === 'open')
  expect(await sessions()).toBe(before.sessions + 1)
  expect(await db().giftIntent.count()).toBe(before.intents + 2)
})

test('where the line is full the form is refused and leaves nothing; it counts for no limit', async () => {
  await withinTheHour()
  await bucketHolds(world, closed)
  await begin()
  await othersWait(world, 239)
  const traces = async () => ({
    intents: await db().giftIntent.count(),
    counted: await db().rateLimit.findMany({
      where: { key: { startsWith: 'giving-' } },
      orderBy: { key: 'asc' },
    }),
  })
  const before = await traces()
  expect(await refusalOf(begin())).toMatchObject({ code: 'checkout_queue_full', params: { minutes: 1 } })
  // Staff see that it is full, and how many it turned away: all of a second in one write.
  await Promise.all([refusalOf(begin()), refusalOf(begin())])
  await until(async () => (await lineNow()).turnedAway.thisHour === 3)
  const { waiting, mostWaiting, turnedAway } = await lineNow()
  expect({ waiting, mostWaiting, turnedAway }).toEqual({
    ...{ waiting: 240, mostWaiting: 240, turnedAway: { thisHour: 3, lastDay: 3 } },
  })
  expect(await traces()).toEqual(before)

  // Those who left are forgotten, and their places are free.
  await owner("update checkout_place set seen_at = seen_at - interval '61 seconds'")
  const { token, page } = await begin()
  expect(page).toBeNull()
  expect(await look(token)).toMatchObject({ state: 'waits', seconds: 1 })
  expect(await db().checkoutPlace.count()).toBe(1)
  await bucketHolds(world, 1)
})

test('one who was forgotten and comes back stands at the end again, and loses nothing', async () => {
  await bucketHolds(world, closed)
  const { token, intentId } = await begin()
  const other = await begin()
  await owner("update checkout_place set seen_at = seen_at - interval '61 seconds' where intent_id = $1", [
    intentId,
  ])
  await begin()
  expect(await db().checkoutPlace.count({ where: { intentId } })).toBe(0)
  expect(await look(token)).toMatchObject({ state: 'waits' })
  const order = await db().checkoutPlace.findMany({ orderBy: { number: 'asc' }, select: { intentId: true } })
  expect([order[0], order[2]]).toEqual([{ intentId: other.intentId }, { intentId }])
  await bucketHolds(world, 1)
})

test('where Stripe itself says too fast, the gift waits on; where it fails, the donor is told and the form is another', async () => {
  const route = 'POST /v1/checkout/sessions'
  await control.post('rate-limit', { perSecond: 0 })
  const { token, page } = await begin()
  expect(page).toBeNull()
  await control.post('rate-limit', {})
  await until(async () => (await look(token))?.state === 'open')

  await bucketHolds(world, closed)
  const failing = await begin()
  await control.post('fail', { route, mode: 'after', times: 1 })
  await bucketHolds(world, 1)
  await until(async () => (await look(failing.token))?.state === 'over')
  expect(await db().checkoutPlace.findUniqueOrThrow({ where: { intentId: failing.intentId } })).toMatchObject(
    {
      failedAt: expect.any(Date),
    },
  )
  await owner('delete from checkout_place')
})

test('who waits for a gift to a fund that stops is taken back to the form, gives up the place, and no page is opened', async () => {
  const staff = await givenActor(bail, ['administrator'])
  const move = (to: 'paused' | 'open') =>
    changeFundState({ staff, fundId: bail, to, reason: 'board_decision' })
  const before = await sessions()
  await bucketHolds(world, closed)
  const { token, intentId } = await begin()
  expect(await look(token)).toMatchObject({ state: 'waits' })
  await move('paused')
  expect(await look(token)).toEqual({ state: 'over', intentId })
  await bucketHolds(world, 1)
  await until(async () => (await db().checkoutPlace.count({ where: { intentId } })) === 0)
  expect(await sessions()).toBe(before)
  expect(await look(token)).toEqual({ state: 'over', intentId })
  await move('open')
})

test('while the form is paused nobody is taken to Stripe, and who waits is taken back to the form', async () => {
  const before = await sessions()
  await bucketHolds(world, closed)
  const { token } = await begin()
  await inTransaction({ scope: { kind: 'system' } }, (tx) => pauseGiving(tx, { cause: 'starts', counted: 1 }))
  await bucketHolds(world, 1)
  expect(await look(token)).toMatchObject({ state: 'over' })
  await delay(600)
  expect(await sessions()).toBe(before)
  await owner('delete from checkout_place')
})

test('an address that we did not give out, or of another fund, is none', async () => {
  for (const forged of ['', 'x', `${randomUUID()}.x`, 'a.b.c']) expect(await look(forged)).toBeNull()
})
