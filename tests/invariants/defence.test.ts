import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db, inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { shipped } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system: Scope = { kind: 'system' }
const as = <T>(work: (tx: Tx) => Promise<T>, scope: Scope = system) => inTransaction({ scope }, work)
let fundId = ''
let elsewhere = ''
let administrator = ''
let treasurer = ''
let intentId = ''
let paymentId = ''

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  elsewhere = await givenFund({ slug: 'elsewhere' })
  administrator = (await givenActor(fundId, ['administrator'])).id
  treasurer = (await givenActor(fundId, ['treasurer'])).id
  intentId = await givenIntent({ parts: [{ fundId, giftCents: 50_00n }] })
  paymentId = (await givenCharge({ parts: [{ fundId, giftCents: 50_00n }], at: new Date(), card: 'x' }))
    .paymentId
})

const at = new Date()
const after = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const pause = (of: { from?: Date; to?: Date; counted?: number } = {}) =>
  as(async (tx) => {
    const { version } = await tx.givingLimits.findFirstOrThrow({ orderBy: { version: 'desc' } })
    const { from = at, to = after(15), counted = 40 } = of
    const data = { cause: 'failed_tries', counted, limitsVersion: version, occurredAt: from, endsAt: to }
    return tx.givingPause.create({ data, select: { id: true } })
  })
const lift = (pauseId: string, liftedBy: string, occurredAt = after(1)) =>
  as((tx) => tx.givingPauseLift.create({ data: { pauseId, liftedBy, reason: 'other', occurredAt } }))

test('limits are an administrator’s, or of whoever owns the database, and within reason', async () => {
  const set = (setBy: string | null, more: Partial<typeof shipped> = {}) =>
    as((tx) => tx.givingLimits.create({ data: { ...shipped, ...more, setBy, occurredAt: at } }))
  expect(await brokenRule(set(null))).toBe('defence_is_the_administrators')
  expect(await brokenRule(set(treasurer))).toBe('defence_is_the_administrators')
  expect(await brokenRule(set(administrator, { leastSeconds: 21 }))).toMatch(/least_seconds/)
  expect(await brokenRule(set(administrator, { pauseMinutes: 1441 }))).toMatch(/pause_minutes/)
  expect(await brokenRule(set(administrator, { triesForGift: 1 }))).toMatch(/tries_for_gift/)
  await set(administrator)
})

test('one pause at a time, at most a day, lifted once by an administrator while it lasts', async () => {
  expect(await brokenRule(pause({ to: after(24 * 60 + 1) }))).toBe('pause_lasts_at_most_a_day')
  expect(await brokenRule(pause({ to: after(-1) }))).toBe('pause_lasts_at_most_a_day')
  expect(await brokenRule(pause({ counted: 0 }))).toMatch(/counted/)
  const many = await Promise.allSettled(Array.from({ length: 20 }, () => pause()))
  const [made, ...more] = many.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(more).toEqual([])
  const id = made?.id ?? ''
  expect(await brokenRule(pause({ from: after(14), to: after(20) }))).toBe('one_pause_at_a_time')
  expect(await brokenRule(lift(id, treasurer))).toBe('defence_is_the_administrators')
  expect(await brokenRule(lift(id, administrator, after(15)))).toBe('pause_is_over')
  expect(await brokenRule(lift(id, administrator, after(-1)))).toBe('pause_is_over')
  await lift(id, administrator)
  expect(await brokenRule(lift(id, administrator))).toBe('pause_is_lifted_once')
  await pause({ from: after(2), to: after(20) })
})

test('what was counted, found and said stays; only what has had its time may be removed', async () => {
  const patternId = await as(async (tx) => {
    const made = { kind: 'refunded_soon', about: 'a'.repeat(64), size: 1, occurredAt: at }
    const { id } = await tx.giftPattern.create({ data: made, select: { id: true } })
    await tx.giftPatternGift.create({ data: { patternId: id, paymentId } })
    await tx.failedTry.create({ data: { chargeId: 'ch_1', intentId, code: 'card_declined', occurredAt: at } })
    await tx.giftIntentOrigin.create({ data: { intentId, network: Buffer.alloc(32), occurredAt: at } })
    return id
  })
  const look = (lookedBy: string, word = 'harmless') =>
    as((tx) => tx.giftPatternLook.create({ data: { patternId, lookedBy, word, occurredAt: at } }))
  const stranger = (await givenActor(elsewhere, ['administrator'])).id
  expect(await brokenRule(look(stranger))).toBe('pattern_is_looked_at_by_its_funds')
  expect(await brokenRule(look(treasurer, 'fine'))).toMatch(/word/)
  await look(treasurer)
  expect(await brokenRule(look(administrator))).toBe('pattern_is_looked_at_once')
  expect(
    await brokenRule(
      as((tx) => tx.failedTry.create({ data: { chargeId: 'ch_1', intentId, code: 'x', occurredAt: at } })),
    ),
  ).toBe('failed_try_counts_once')

  const tables = {
    defence_is_append_only: ['giving_limits', 'failed_try', 'giving_pause', 'giving_pause_lift'],
    patterns_are_append_only: ['gift_pattern', 'gift_pattern_gift', 'gift_pattern_look'],
  }
  await asOwner(world.ownerUrl, null, async (owner) => {
    const refused = async (sql: string): Promise<string> => {
      try {
        await owner.query(sql)
      } catch (error) {
        return (error as { constraint?: string }).constraint ?? 'refused'
      }
      throw new Error(`allowed: ${sql}`)
    }
    for (const [rule, names] of Object.entries(tables))
      for (const name of names) expect([name, await refused(`delete from ${name}`)]).toEqual([name, rule])
    for (const name of ['gift_intent_origin', 'payment_card'])
      expect(await refused(`update ${name} set recorded_at = now()`)).toBe('defence_is_append_only')
  })
  const attacks = [
    ...Object.values(tables)
      .flat()
      .map((name) => `delete from ${name}`),
    'update gift_intent_origin set recorded_at = now()',
    'update payment_card set recorded_at = now()',
  ]
  for (const attack of attacks)
    await expect(db().$executeRawUnsafe(attack)).rejects.toThrow(/permission denied/)
})

test('who may read it: places, refused cards and cards nobody of staff; patterns those of their funds', async () => {
  const counts = (scope: Scope) =>
    as(
      async (tx) => [
        await tx.giftIntentOrigin.count(),
        await tx.failedTry.count(),
        await tx.paymentCard.count(),
        await tx.giftPattern.count(),
        await tx.giftPatternGift.count(),
        await tx.giftPatternLook.count(),
      ],
      scope,
    )
  expect(await counts(system)).toEqual([1, 1, 1, 1, 1, 1])
  expect(await counts({ kind: 'staff', fundIds: [fundId] })).toEqual([0, 0, 0, 1, 1, 1])
  expect(await counts({ kind: 'staff', fundIds: [elsewhere] })).toEqual([0, 0, 0, 0, 0, 0])
  expect(await counts({ kind: 'public' })).toEqual([1, 1, 0, 0, 0, 0])
  expect(await counts({ kind: 'donor', donorId: randomUUID() })).toEqual([0, 0, 0, 0, 0, 0])
  expect(await counts({ kind: 'poster', staffId: treasurer })).toEqual([0, 0, 0, 0, 0, 0])
  // An erased donor's card is not kept again.
  const { donorId } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('delete from payment_card')
    await owner.query('alter table donor disable trigger user')
    await owner.query('update donor set erased_at = now() where id = $1', [donorId])
    await owner.query('alter table donor enable trigger user')
  })
  expect(
    await brokenRule(as((tx) => tx.paymentCard.create({ data: { paymentId, card: Buffer.alloc(32) } }))),
  ).toBe('erased_donor_leaves_nothing')
})
