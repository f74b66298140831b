import { beforeAll, expect, test } from 'vitest'
import { disclosuresInForce } from '#app/domain/disclosures/disclosures-in-force.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import * as page from '#app/routes/admin.disclosures/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
let fundId = ''
let keeper: Awaited<ReturnType<typeof member>>
let reader: Awaited<ReturnType<typeof member>>

async function member(roles: Role[]) {
  const { id } = await givenActor(fundId, roles)
  await givenTotp(id)
  return { ...(await signedIn(id)), id }
}

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  keeper = await member(['administrator'])
  reader = await member(['auditor'])
})

const wanted = (place: string, en: string, more: Record<string, string> = {}) => ({
  ...{ act: 'disclosure', place, effectiveFrom: '2026-01-01', effectiveUntil: '', source: 'Statute 1' },
  ...{ readOn: '2026-01-02', 'texts.en': en, 'texts.es': '', 'texts.ar': '', 'texts.vi': '', 'texts.zh': '' },
  ...more,
})
const review = (disclosureId: string, more: Record<string, string> = {}, by = reader) =>
  by.post(page, {
    act: 'review',
    disclosureId,
    counsel: 'Ada Counsel',
    reviewedOn: '2026-02-01',
    ...more,
  })
const idOf = async (place: string, version: number) =>
  (await db().stateDisclosure.findFirstOrThrow({ where: { place, version } })).id
const shown = async (language = 'en') =>
  (await disclosuresInForce({ language })).map(({ place, english, translated }) => [
    place,
    english,
    translated,
  ])

test('a statement is shown once counsel read it, in its days, the newest of its state', async () => {
  const add = async (...of: Parameters<typeof wanted>) =>
    expect((await keeper.post(page, wanted(...of))).status).toBe(303)
  await add('us-il', 'Registered as 1.', { 'texts.ar': 'مسجل برقم 1.' })
  expect(await shown()).toEqual([])
  const own = await review(await idOf('US-IL', 1), {}, keeper)
  expect(own).toMatchObject({ status: 409, data: { refusal: { code: 'review_is_recorded_by_another' } } })
  expect(await shown()).toEqual([])
  expect((await review(await idOf('US-IL', 1))).status).toBe(303)
  expect(await shown('ar')).toEqual([['US-IL', 'Registered as 1.', 'مسجل برقم 1.']])
  expect(await shown('es')).toEqual([['US-IL', 'Registered as 1.', null]])
  expect(await shown()).toEqual([['US-IL', 'Registered as 1.', null]])

  await add('US-IL', 'Registered as 2.')
  await add('US-NY', 'Not begun.', { effectiveFrom: '2999-01-01' })
  await review(await idOf('US-NY', 1))
  expect(await shown()).toEqual([['US-IL', 'Registered as 1.', null]])
  await review(await idOf('US-IL', 2))
  expect(await shown()).toEqual([['US-IL', 'Registered as 2.', null]])
  await add('US-IL', 'Over.', { effectiveUntil: '2026-03-01' })
  await review(await idOf('US-IL', 3))
  expect(await shown()).toEqual([])
  expect((await keeper.get(page)).data).toMatchObject({ mayManage: true })
})

test('who may; what is refused keeps what was typed, and writes nothing', async () => {
  expect((await visitor().get(page)).status).toBe(302)
  const [auditor, poster] = [await member(['auditor']), await member(['poster'])]
  expect((await auditor.get(page)).data).toMatchObject({ mayManage: false })
  expect((await poster.get(page)).status).toBe(403)
  expect((await auditor.post(page, wanted('US-TX', 'No.'))).status).toBe(403)
  const before = await db().stateDisclosure.count()
  for (const [more, field, code] of [
    [{ place: 'Illinois' }, 'place', 'place_malformed'],
    [{ 'texts.en': ' ' }, 'texts.en', 'required'],
    [{ 'texts.en': 'x'.repeat(2001) }, 'texts.en', 'too_long'],
    [{ 'texts.tlh': 'nuqneH' }, 'texts.tlh', 'unknown_field'],
    [{ effectiveFrom: 'soon' }, 'effectiveFrom', 'malformed'],
    [{ effectiveUntil: '2025-01-01' }, 'effectiveUntil', 'disclosure_ends_before_it_begins'],
    [{ readOn: '2999-01-01' }, 'readOn', 'received_lies_ahead'],
  ] as const) {
    const { status, data } = await keeper.post(page, wanted('US-TX', 'No.', more as Record<string, string>))
    expect([field, [409, 422].includes(status)]).toEqual([field, true])
    expect(JSON.stringify(data)).toContain(code)
    expect(data.values).toMatchObject({ source: 'Statute 1' })
  }
  expect((await review(await idOf('US-IL', 1))).status).toBe(409)
  expect((await review(crypto.randomUUID())).status).toBe(409)
  expect(await db().stateDisclosure.count()).toBe(before)
})

test('fifty versions at once have fifty numbers or are refused; the database holds the rest', async () => {
  const done = await fifty(async () => {
    const { status, data } = await keeper.post(page, wanted('US-WA', 'At once.'))
    if (status !== 303) expect(JSON.stringify(data)).toMatch(/disclosure_version_is_unique/)
  })
  expect(done).toBe(50)
  const versions = await db().stateDisclosure.findMany({
    where: { place: 'US-WA' },
    select: { version: true },
  })
  expect(new Set(versions.map(({ version }) => version)).size).toBe(versions.length)

  const id = await idOf('US-IL', 1)
  const { id: auditor } = await givenActor(fundId, ['auditor'])
  const insert = (place: string, by: string): Statement => [
    `insert into state_disclosure (place, version, effective_from, source, read_on, recorded_by)
       values ($1, 90, '2026-01-01', 'x', '2026-01-01', $2::uuid)`,
    [place, by],
  ]
  const broken = (...statements: Statement[]) =>
    brokenRule(namingViolations(() => run(world.appUrl, statements)))
  expect(await broken(insert('US-TX', keeper.id))).toBe('disclosure_has_its_official_text')
  expect(await broken(insert('US-TX', auditor))).toBe('rules_are_kept_by_administrators')
  expect(await broken([`insert into state_disclosure_text values ($1::uuid, 'zh', 'x')`, [id]])).toBe(
    'reviewed_disclosure_stays_as_read',
  )
  const early: Statement = [
    `insert into state_disclosure_review (disclosure_id, counsel, reviewed_on, recorded_by)
       values ($1::uuid, 'x', '2025-01-01', $2::uuid)`,
    [await idOf('US-WA', 1), keeper.id],
  ]
  expect(await broken(early)).toBe('review_comes_after_reading')
  const own: Statement = [
    `insert into state_disclosure_review (disclosure_id, counsel, reviewed_on, recorded_by)
       values ($1::uuid, 'x', '2026-02-01', $2::uuid)`,
    [await idOf('US-WA', 1), keeper.id],
  ]
  expect(await broken(own)).toBe('review_is_recorded_by_another')
  for (const table of ['state_disclosure', 'state_disclosure_text', 'state_disclosure_review'])
    expect(
      await brokenRule(namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))),
    ).toBe('disclosures_are_append_only')
})
