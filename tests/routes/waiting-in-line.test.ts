import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { db } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { bucketHolds, othersWait } from '#tests/support/given-line.ts'
import { entryOf, errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const allowed = 10
process.env.STRIPE_CALLS_PER_SECOND = String(allowed)
const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)
const form = '/funds/bail/donate'

beforeAll(async () => {
  await givenFund({ slug: 'bail', minimumGiftCents: 500n })
  await givenLimits(world, { leastSeconds: 0, fromNetwork: 1_000, forEmail: 1_000, onSite: 10_000 })
})

type Summary = { apiCalls: Record<string, number>; sessions: number; tooFast: number }
const summary = () => app.control.get<Summary>('summary')
const route = 'POST /v1/checkout/sessions'
const pathOf = (answer: Response) => (answer.headers.get('location') ?? '').replace(app.url, '')
const secondsIn = (html: string) => Number(/http-equiv="refresh" content="(\d+)"/i.exec(html)?.[1])

/** A donor without a script: the form, and then the page as often as it says, until it leads to Stripe. */
async function givesPatiently(email: string): Promise<{ page: string; looks: number }> {
  const answer = await visitor.post(form, gift({ token: randomUUID(), email }))
  expect(answer.status).toBe(303)
  let next = pathOf(answer)
  for (let looks = 0; ; looks++) {
    if (next.startsWith(world.sandbox.url)) return { page: next, looks }
    expect(decodeURIComponent(next)).toMatch(/^\/funds\/bail\/donate\/waiting\/[\w.-]+$/)
    const page = await visitor.get(next)
    if (page.status === 303) {
      next = pathOf(page)
      continue
    }
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const html = await page.text()
    expect(html).toContain('Nothing was charged.')
    expect(html).not.toContain(email)
    await delay(secondsIn(html) * 1_000)
  }
}

/** Sixty at once; and the longest, in milliseconds, that a call took meanwhile which takes no time. */
async function sixtyAtOnce() {
  let longest = 0
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      const began = performance.now()
      await Promise.all([app.control.get('clock'), delay(20)])
      longest = Math.max(longest, performance.now() - began - 20)
    }
  })()
  const before = await summary()
  const donors = await Promise.all(
    Array.from({ length: 60 }, () => givesPatiently(`${randomUUID()}@donor.example`)),
  )
  const after = await summary()
  isOver = true
  await watching
  return { donors, before, after, longest }
}

test('sixty donors at once, where Stripe takes ten a second: none meets its limit, each reaches a page of their own by one call', {
  timeout: 480_000,
}, async () => {
  await app.control.post('rate-limit', { perSecond: allowed })
  let tried = await sixtyAtOnce()
  // A machine that stood still sends at once what it had held back: of the pace of our calls such a try says nothing.
  for (let more = 0; more < 5 && tried.after.tooFast > tried.before.tooFast && tried.longest > 150; more++)
    tried = await sixtyAtOnce()
  const { donors, before, after } = tried
  await app.control.post('rate-limit', {})
  expect(after.tooFast - before.tooFast).toBe(0)
  expect(after.sessions - before.sessions).toBe(60)
  expect((after.apiCalls[route] ?? 0) - (before.apiCalls[route] ?? 0)).toBe(60)
  expect(new Set(donors.map(({ page }) => page)).size).toBe(60)
  expect(donors.filter(({ looks }) => looks > 0).length).toBeGreaterThan(40)
  expect(await db().checkoutPlace.count()).toBe(0)
})

test('a full line: the form comes back whole with how long to wait, and nothing of it was kept', async () => {
  await bucketHolds(world, -1_000)
  await othersWait(world, allowed * 0.8 * 60)
  const traces = async () => {
    const { sessions, tooFast, apiCalls } = await summary()
    return { sessions, tooFast, asked: apiCalls[route], intents: await db().giftIntent.count() }
  }
  const before = await traces()
  const answer = await visitor.post(form, gift({ token: randomUUID(), amount: '75.50' }))
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('60')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const html = await answer.text()
  expect(errorBeside(html, 'submit')).toBe(
    'Very many people are giving at this moment. Nothing was charged. Please try again in 1 minute; what you filled in stays here.',
  )
  expect([entryOf(html, 'amount'), entryOf(html, 'name')]).toEqual(['75.50', 'Robin Example'])
  expect(await traces()).toEqual(before)
  await asOwner(world.ownerUrl, null, (owner) => owner.query('delete from checkout_place'))
})

test('the limits come before the line: who is over their measure takes no place in it', async () => {
  await givenLimits(world, { leastSeconds: 0, fromNetwork: 2, forEmail: 1_000, onSite: 10_000 })
  await bucketHolds(world, -1_000)
  const statuses = []
  for (let at = 0; at < 4; at++) statuses.push((await visitor.post(form, gift())).status)
  expect(statuses).toEqual([303, 303, 409, 409])
  expect(await db().checkoutPlace.count()).toBe(2)
})

test('the fund pauses meanwhile: the waiting page leads to the form, which says so and that nothing was charged', async () => {
  const fundId = await givenFund({ slug: 'hill' })
  await givenLimits(world, { leastSeconds: 0, fromNetwork: 1_000, forEmail: 1_000, onSite: 10_000 })
  await bucketHolds(world, -1_000)
  const sent = await visitor.post('/funds/hill/donate', gift({ token: randomUUID() }))
  const waiting = pathOf(sent)
  expect(waiting).toContain('/donate/waiting/')
  const staff = await givenActor(fundId, ['administrator'])
  await changeFundState({ staff, fundId, to: 'paused', reason: 'law_or_court' })
  const back = await visitor.get(waiting)
  expect([back.status, pathOf(back)]).toEqual([303, expect.stringContaining('/funds/hill/donate?again=')])
  const html = await (await visitor.get(pathOf(back))).text()
  expect(html).toContain('Your gift was not paid')
  expect(html).toContain('Nothing was charged. The fund stopped taking gifts before you had paid.')
  expect(html).toContain('This fund is not taking gifts right now.')
  expect(html).not.toContain('send it again')
  expect(entryOf(html, 'amount')).toBeNull()
})

test('an address of another fund or nobody is not there', async () => {
  expect((await visitor.get(`${form}/waiting/made-up`)).status).toBe(404)
})
