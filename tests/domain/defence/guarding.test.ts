import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { closeTriedPage } from '#app/domain/defence/close-tried-page.server.ts'
import { defencePage } from '#app/domain/defence/defence-page.server.ts'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { setLimits } from '#app/domain/defence/set-limits.server.ts'
import { waitUntilFillable } from '#app/domain/defence/wait-until-fillable.server.ts'
import { newFormToken, readFormToken } from '#app/domain/donations/form-token.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { networkOf } from '#app/platform/network-of.ts'
import { controlOf } from '#tests/support/control.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund } from '#tests/support/given.ts'
import { begin, givenLimits, refusedCard, shipped } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const control = controlOf(world)
let administrator: Awaited<ReturnType<typeof givenActor>>
let treasurer: Awaited<ReturnType<typeof givenActor>>

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  administrator = await givenActor(fundId, ['administrator'])
  treasurer = await givenActor(fundId, ['treasurer'])
})
/** Nothing was tried yet, nothing is paused. */
beforeEach(async () => {
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query(`
      begin;
      alter table failed_try disable trigger user; alter table giving_pause disable trigger user;
      alter table giving_pause_lift disable trigger user;
      delete from failed_try; delete from giving_pause_lift; delete from giving_pause; delete from defence_count;
      alter table failed_try enable trigger user; alter table giving_pause enable trigger user;
      alter table giving_pause_lift enable trigger user;
      commit`),
  )
  await givenLimits(world)
})

const system = { scope: { kind: 'system' } } as const
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const intentOf = async (session: string) =>
  (await db().checkoutSession.findUniqueOrThrow({ where: { id: session } })).intentId
const someone = () => `${randomUUID()}@donor.example`
const sessions = async () => (await control.get<{ sessions: number }>('summary')).sessions
/** They are kept by the hour, and one may end meanwhile. */
const counted = async () => {
  const sums = await db().defenceCount.groupBy({ by: ['what'], _sum: { times: true } })
  return Object.fromEntries(sums.map(({ what, _sum }) => [what, Number(_sum.times)]))
}

test('an IPv4 address is counted whole, of an IPv6 address the first half', () => {
  const networks = {
    '203.0.113.7': '203.0.113.7',
    '::ffff:203.0.113.7': '203.0.113.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:DB8:1:2::9': '2001:db8:1:2::/64',
    '2001:db8::1': '2001:db8:0:0::/64',
    '2001:0db8:0001:0002::': '2001:db8:1:2::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    '::1': '0:0:0:0::/64',
    '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
    '': '',
    'not an address': 'not an address',
  }
  expect(Object.keys(networks).map((address) => [address, networkOf(address)])).toEqual(
    Object.entries(networks),
  )
})

test('a form says which it is and when it was sent out; what others write is foreign', async () => {
  const id = randomUUID()
  const token = newFormToken(id)
  expect(readFormToken(token)).toMatchObject({ ok: true, form: id })
  const [form, at, signature] = token.split('.')
  for (const forged of [
    ...['', id, 'x', '..', `${form}.${at}`, `${form}.${Number(at) - 1}.${signature}`],
    ...[`${randomUUID()}.${at}.${signature}`, `${token}x`, token.slice(0, -1)],
  ])
    expect([forged, readFormToken(forged)]).toEqual([forged, { ok: false, why: 'form_foreign' }])
  const dayAgo = later(-24 * 60 - 1)
  expect(readFormToken(newFormToken(id, dayAgo))).toEqual({
    ...{ ok: false, why: 'form_too_old', sentOut: dayAgo },
  })
  expect(readFormToken(newFormToken(id, later(-24 * 60 + 1)))).toMatchObject({ ok: true })

  await givenLimits(world, { leastSeconds: 20 })
  const began = performance.now()
  await waitUntilFillable(new Date(Date.now() - 19_800))
  expect(performance.now() - began).toBeGreaterThan(150)
  await waitUntilFillable(later(-1))
  expect(performance.now() - began, 'not one of the twenty seconds is waited again').toBeLessThan(15_000)
})

test('one network, one e-mail address, the whole site: each begins so many and no more; the same form is one gift', async () => {
  await givenLimits(world, { fromNetwork: 3, forEmail: 2, onSite: 6 })
  const before = { intents: await db().giftIntent.count(), sessions: await sessions() }
  const token = randomUUID()
  const same = { email: 'kim@donor.example', token }
  const first = await begin(same)
  for (let again = 0; again < 5; again++) expect(await begin(same)).toBe(first)

  await begin({ email: 'kim@donor.example' })
  expect((await refusalOf(begin({ email: 'Kim@donor.example' }))).code).toBe('too_many_gifts_begun')
  await begin({ email: someone() })
  expect((await refusalOf(begin({ email: someone() }))).code).toBe('too_many_gifts_begun')
  // The address of one network within a network of many.
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::7', '2001:db8:1:2::9'])
    await begin({ email: someone(), address })
  expect((await refusalOf(begin({ email: someone(), address: '2001:db8:1:2::a' }))).code).toBe(
    'too_many_gifts_begun',
  )
  expect(await db().giftIntent.count()).toBe(before.intents + 6)
  expect(await sessions()).toBe(before.sessions + 6)

  // The seventh on the site pauses the form, for everyone.
  const elsewhere = { email: someone(), address: '203.0.113.99' }
  expect((await refusalOf(begin(elsewhere))).code).toBe('giving_is_busy')
  expect((await refusalOf(begin(elsewhere))).code).toBe('giving_paused')
  expect(await counted()).toEqual({ too_many_gifts_begun: 3, giving_is_busy: 1, giving_paused: 1 })
  expect((await defencePage()).pauses).toMatchObject([{ cause: 'starts', counted: 6, lift: null }])
  expect(await db().giftIntent.count()).toBe(before.intents + 6)
  // It is over by itself, and what was counted before counts no more.
  await db().$executeRaw`update rate_limit set expire = 1 where key = 'giving-site'`
  await asOfTime(later(16), () => begin(elsewhere))
})

test('fifty at once: exactly as many begin as may', async () => {
  await givenLimits(world, { fromNetwork: 7, forEmail: 100 })
  const before = await db().giftIntent.count()
  expect(await fifty(() => begin({ email: someone() }))).toBe(7)
  expect(await db().giftIntent.count()).toBe(before + 7)
})

test('refused cards are counted once by our own id; after five the payment page is closed, and what was paid stays paid', async () => {
  const session = await begin({ email: someone() })
  const intent = await intentOf(session)
  for (let tried = 0; tried < 4; tried++) await refusedCard({ intent })
  const id = `ch_${randomUUID()}`
  const jobs = () => db().$queryRaw<{ n: number }[]>`
    select count(*)::int as n from graphile_worker.jobs where task_identifier = 'gift.close'`
  const before = (await jobs())[0]?.n ?? 0
  await refusedCard({ intent, id })
  await refusedCard({ intent, id })
  expect((await jobs())[0]?.n).toBe(before + 1)
  await closeTriedPage({ intentId: intent })
  await closeTriedPage({ intentId: intent })
  await expect(control.post(`sessions/${session}/pay`)).rejects.toThrow(/expired/)
  expect(await inTransaction(system, (tx) => tx.failedTry.count())).toBe(5)

  const paid = await begin({ email: someone(), address: '203.0.113.8' })
  await control.post(`sessions/${paid}/pay`)
  await closeTriedPage({ intentId: await intentOf(paid) })
  expect(await db().checkoutSession.findUnique({ where: { id: paid } })).toMatchObject({ state: 'complete' })
  // Not ours, or not ours to count: another tool's charge, a made-up id, a renewal.
  await refusedCard()
  await refusedCard({ intent: randomUUID() })
  await refusedCard({ intent: 'x', customer: 'cus_1', billing_details: { email: 'nobody@donor.example' } })
  expect(await inTransaction(system, (tx) => tx.failedTry.count())).toBe(5)
})

test('a monthly gift’s first payment carries nothing of ours: its page is found by address and sum', async () => {
  const email = someone()
  const intent = await intentOf(await begin({ email, frequency: 'monthly', amount: '20' }))
  const monthly = { amount: 20_00, customer: 'cus_new', billing_details: { email: email.toUpperCase() } }
  await refusedCard(monthly)
  await refusedCard({ ...monthly, amount: 21_00 })
  expect(await inTransaction(system, (tx) => tx.failedTry.findMany())).toMatchObject([{ intentId: intent }])
})

test('ten refused cards within an hour close all that one network opened, and it opens none', async () => {
  const address = '203.0.113.20'
  const [one, two] = [await begin({ email: someone(), address }), await begin({ email: someone(), address })]
  const other = await begin({ email: someone(), address: '203.0.113.21' })
  for (let tried = 0; tried < 10; tried++)
    await refusedCard({ intent: await intentOf(tried % 2 ? one : two), at: later(tried === 0 ? -61 : 0) })
  expect(await begin({ email: someone(), address })).toBeTruthy()
  await refusedCard({ intent: await intentOf(one) })
  const closing = await db().$queryRaw<{ key: string }[]>`
    select key from graphile_worker.jobs where task_identifier = 'gift.close'`
  const keys = closing.map(({ key }) => key)
  for (const session of [one, two]) expect(keys).toContain(`gift.close:${await intentOf(session)}`)
  expect(keys).not.toContain(`gift.close:${await intentOf(other)}`)
  expect((await refusalOf(begin({ email: someone(), address }))).code).toBe('too_many_cards_refused')
  expect(await begin({ email: someone(), address: '203.0.113.21' })).toBeTruthy()
  await asOfTime(later(62), () => begin({ email: someone(), address }))
})

test('refused cards that arrive at the same moment are counted with one another: the last one closes the page', async () => {
  await givenLimits(world, { triesForGift: 5, triesFromNetwork: 1_000, triesOnSite: 1_000 })
  for (let round = 0; round < 8; round++) {
    const intent = await intentOf(await begin({ email: someone(), address: `203.0.113.${40 + round}` }))
    await Promise.all(Array.from({ length: 5 }, () => refusedCard({ intent })))
    const closing = await db().$queryRaw<{ key: string }[]>`
      select key from graphile_worker.jobs where key = ${`gift.close:${intent}`}`
    expect(closing).toHaveLength(1)
  }
})

test('many refused cards pause the form and tell every administrator once; a person lifts it, and it may close again', async () => {
  await givenLimits(world, { triesOnSite: 6, triesForGift: 20, triesFromNetwork: 1_000 })
  const intent = await intentOf(await begin({ email: someone() }))
  const tell = (key: string) => db().mail.count({ where: { dedupeKey: { startsWith: `notice:${key}` } } })
  const told = await tell('giving_paused')
  // Too late to be of this quarter of an hour.
  for (let tried = 0; tried < 6; tried++) await refusedCard({ intent, at: later(-16) })
  for (let tried = 0; tried < 5; tried++) await refusedCard({ intent })
  expect(await givingPause()).toBeNull()
  await Promise.all([refusedCard({ intent }), refusedCard({ intent }), refusedCard({ intent })])
  const pause = await givingPause()
  expect(pause).not.toBeNull()
  expect(await tell('giving_paused')).toBe(told + 1)
  expect((await refusalOf(begin({ email: someone() }))).code).toBe('giving_paused')
  // A renewal, a receipt, a page that is open: nothing of it waits.
  const acts = async (staff: typeof administrator) =>
    (
      await waitingForMe({ staff: { ...staff, language: 'en', roles: await rolesOf(staff.id) } as never })
    ).map(({ act }) => act)
  expect(await acts(administrator)).toContain('look_at_giving_pause')
  expect(await acts(treasurer)).not.toContain('look_at_giving_pause')

  const pauseId = pause?.id ?? ''
  const lift = (staff = administrator, id = pauseId) =>
    liftPause({ staff, pauseId: id, reason: 'false_alarm' })
  expect((await refusalOf(lift(treasurer))).code).toBe('role_may_not')
  expect((await refusalOf(lift(administrator, randomUUID()))).code).toBe('pause_unknown')
  expect((await refusalOf(asOfTime(later(16), () => lift()))).code).toBe('pause_is_over')
  expect(await fifty(() => lift())).toBe(1)
  expect((await refusalOf(lift())).code).toBe('pause_is_lifted_once')
  expect(await tell(`giving_lifted:${pauseId}`)).toBe(1)
  await begin({ email: someone() })

  // What was counted before counts no more; what comes after does.
  await asOfTime(later(1), async () => {
    for (let tried = 0; tried < 5; tried++) await refusedCard({ intent, at: later(1) })
    expect(await givingPause()).toBeNull()
    await refusedCard({ intent, at: later(1) })
    expect(await givingPause()).not.toBeNull()
  })
  expect((await defencePage()).pauses).toMatchObject([
    { cause: 'failed_tries', counted: 6, lift: null },
    { cause: 'failed_tries', lift: { by: expect.any(String), reason: 'false_alarm' } },
  ])
})

test('limits are versions: who set them, within bounds, and only if they change anything', async () => {
  const [first] = await db().givingLimits.findMany({ orderBy: { version: 'asc' }, take: 1 })
  expect(first).toMatchObject({ ...shipped, setBy: null })
  const set = (more: Partial<typeof shipped>, staff = administrator) =>
    setLimits({ staff, limits: { ...shipped, ...more } })
  expect((await refusalOf(set({}))).code).toBe('limits_are_the_same')
  expect((await refusalOf(set({ onSite: 100 }, treasurer))).code).toBe('role_may_not')
  for (const bad of [{ leastSeconds: 21 }, { forEmail: 0 }, { pauseMinutes: 4 }, { onSite: 1.5 }])
    expect((await refusalOf(set(bad))).code).toBe('limit_out_of_bounds')
  const { version } = await set({ onSite: 100 })
  expect((await defencePage()).versions[0]).toMatchObject({ version, limits: { ...shipped, onSite: 100 } })
  const [audit] = await db().auditEvent.findMany({ where: { action: 'giving_limits.set', outcome: 'done' } })
  expect(audit).toMatchObject({ actorId: administrator.id, detail: { onSite: 100 } })
})

const rolesOf = (staffId: string) =>
  db().staffRole.findMany({ where: { staffId }, select: { fundId: true, role: true } })
