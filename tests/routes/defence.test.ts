import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { pauseGiving } from '#app/domain/defence/pause-giving.server.ts'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as defence from '#app/routes/admin.defence._index/route.tsx'
import * as patterns from '#app/routes/admin.defence.patterns/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits, shipped } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge, givenRefund } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
let fundId = ''
let patternId = ''
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  const at = new Date(Date.now() - 3_600_000)
  const { chargeId } = await givenCharge({
    ...{ parts: [{ fundId, giftCents: 40_00n }], at, email: 'kim@donor.example', name: 'Kim Rarename' },
  })
  await givenRefund({ chargeId, cents: 40_00n, at: new Date() })
  await watchPatterns()
  await givenLimits(world)
})

async function member(roles: Role[], fund = fundId) {
  const { id } = await givenActor(fund, roles)
  await givenTotp(id)
  return signedIn(id)
}
const limits = Object.fromEntries(Object.entries(shipped).map(([name, value]) => [name, String(value)]))
const versions = () => db().givingLimits.count()

test('who sees how the form is guarded, and who may decide', async () => {
  for (const page of [defence, patterns]) {
    expect((await visitor().get(page)).status).toBe(302)
    expect((await visitor().post(page, {})).status).toBe(302)
    expect((await (await member(['intake', 'approver', 'poster'])).get(page)).status).toBe(403)
    for (const role of ['treasurer', 'auditor', 'administrator'] as const)
      expect((await (await member([role])).get(page)).status).toBe(200)
  }
  expect((await (await member(['treasurer'])).post(defence, { intent: 'lift' })).status).toBe(403)
  expect((await (await member(['auditor'])).post(patterns, {})).status).toBe(403)
})

test('a pause is lifted with a reason, and limits are set as a new version; what is wrong comes back as it was typed', async () => {
  const { get, post } = await member(['administrator'])
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    pauseGiving(tx, { cause: 'failed_tries', counted: 41 }),
  )
  const { data } = await get(defence)
  const pauseId = (data.pause as { id: string }).id
  expect(data.pauses).toMatchObject([{ id: pauseId, cause: 'failed_tries', counted: 41, lift: null }])
  expect(data.hours).toHaveLength(24)
  expect(data.line).toMatchObject({ waiting: 0, turnedAway: { thisHour: 0, lastDay: 0 } })

  expect(await post(defence, { intent: 'lift', pauseId, reason: '' })).toMatchObject({
    ...{ status: 422, data: { values: { pauseId }, errors: { reason: 'lift_reason_missing' } } },
  })
  for (const bad of [{ intent: 'lift', pauseId, reason: 'other', note: 'x' }, { intent: 'x' }, {}])
    expect((await post(defence, bad as Record<string, string>)).status).toBe(422)
  expect((await post(defence, { intent: 'lift', pauseId: randomUUID(), reason: 'other' })).status).toBe(404)
  expect(await db().givingPauseLift.count()).toBe(0)
  const lifted = await post(defence, { intent: 'lift', pauseId, reason: 'known_event' })
  expect(lifted).toMatchObject({ status: 303, location: '/admin/defence?done=lift' })
  expect(await post(defence, { intent: 'lift', pauseId, reason: 'other' })).toMatchObject({
    ...{ status: 409, data: { refusal: { code: 'pause_is_lifted_once' } } },
  })

  const before = await versions()
  for (const [typed, code] of [
    ['1e3', 'limit_malformed'],
    ['-5', 'limit_malformed'],
    ['0', 'limit_out_of_bounds'],
    ['10001', 'limit_out_of_bounds'],
    ['9999999', 'limit_malformed'],
    ["' or 1=1", 'limit_malformed'],
  ] as const)
    expect(await post(defence, { intent: 'limits', ...limits, onSite: typed })).toMatchObject({
      ...{ status: 422, data: { values: { onSite: typed, forEmail: '6' }, errors: { onSite: code } } },
    })
  expect(await post(defence, { intent: 'limits', ...limits })).toMatchObject({
    ...{ status: 409, data: { refusal: { code: 'limits_are_the_same' } } },
  })
  expect(await versions()).toBe(before)
  expect((await post(defence, { intent: 'limits', ...limits, onSite: ' 250 ' })).status).toBe(303)
  const { data: after } = await get(defence)
  expect((after.versions as object[])[0]).toMatchObject({ limits: { ...shipped, onSite: 250 } })
})

test('patterns are those of one’s own funds, name nobody, and are looked at once', async () => {
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  const stranger = await member(['treasurer'], elsewhere)
  const { get, post } = await member(['treasurer'])
  const { data } = await get(patterns)
  const listed = data.patterns as { id: string; kind: string; gifts: object[] }[]
  expect(listed).toMatchObject([{ kind: 'refunded_soon', gifts: [{ amountCents: 40_00n }], look: null }])
  patternId = listed[0]?.id ?? ''
  const said = JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(said).not.toMatch(/rarename|donor\.example/i)

  expect((await stranger.get(patterns)).data.patterns).toEqual([])
  expect((await stranger.post(patterns, { patternId, word: 'harmless' })).status).toBe(404)
  expect(await post(patterns, { patternId, word: '' })).toMatchObject({
    ...{ status: 422, data: { values: { patternId }, errors: { word: 'pattern_word_missing' } } },
  })
  expect((await post(patterns, { patternId: 'x', word: 'harmless' })).status).toBe(422)
  expect(await post(patterns, { patternId, word: 'given_back' })).toMatchObject({
    ...{ status: 303, location: '/admin/defence/patterns' },
  })
  expect(await post(patterns, { patternId, word: 'harmless' })).toMatchObject({
    ...{ status: 409, data: { refusal: { code: 'pattern_is_looked_at_once' } } },
  })
  expect((await get(patterns)).data.patterns).toMatchObject([{ look: { word: 'given_back' } }])
})
