import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { decidePurpose } from '#app/domain/fund-purposes/decide-purpose.server.ts'
import { proposePurpose } from '#app/domain/fund-purposes/propose-purpose.server.ts'
import { purposePage } from '#app/domain/fund-purposes/purpose-page.server.ts'
import { waitingPurposes } from '#app/domain/fund-purposes/waiting.server.ts'
import { fundPage } from '#app/domain/funds/fund-page.server.ts'
import { dayAfter } from '#app/domain/recurring-donations/charge-dates.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const timezone = 'America/Chicago'
const ahead = (days: number) => dayAfter(new Date(), days, timezone)

type Staff = Awaited<ReturnType<typeof givenActor>>
let fundId = ''
let one: Staff
let two: Staff
beforeAll(async () => {
  fundId = await givenFund({ slug: 'words' })
  one = await givenActor(fundId, ['administrator'])
  two = await givenActor(fundId, ['administrator'])
})

const words = (language: string) => ({ language, name: 'New name', summary: 'New.', purpose: 'To pay more.' })
const wanted = () => ({
  ...{ staff: one, fundId, from: ahead(7), timezone, codes: ['court_bail'] },
  texts: [words('en'), words('es')],
})
const confirm = async (staff: Staff, changeId: string) =>
  decidePurpose({
    ...{ staff, fundId, changeId, decision: 'confirmed' },
    stepUpId: await givenStepUp(staff.id, boundTo.confirmPurpose(changeId)),
  })
const page = () => purposePage({ fundId, fundIds: [fundId], language: 'en' })

test('a change of purpose is proposed by one, confirmed by another, and holds from its day', async () => {
  const auditor = await givenActor(fundId, ['auditor'])
  const refused = (more: object) => whyRefused(proposePurpose({ ...wanted(), ...more }))
  expect(await refused({ from: ahead(0) })).toBe('purpose_change_is_ahead')
  expect(await refused({ codes: [] })).toBe('purpose_change_allows_something')
  expect(await refused({ codes: ['court_bail', 'yachts'] })).toBe('purpose_change_allows_something')
  expect(await refused({ texts: [words('en')] })).toBe('purpose_change_speaks_its_languages')
  expect(await refused({ texts: [words('en'), { ...words('es'), purpose: '' }] })).toBe('required')
  expect(await refused({ staff: auditor })).toBe('role_may_not')
  expect(await refused({ staff: { ...one, fundIds: [] } })).toBe('fund_unknown')

  const { changeId } = await proposePurpose(wanted())
  expect(await refused({})).toBe('one_purpose_change_is_proposed')
  expect(await whyRefused(confirm(one, changeId))).toBe('purpose_change_is_confirmed_by_another')
  const late = asOfTime(new Date(Date.now() + 8 * 86_400_000), () => confirm(two, changeId))
  expect(await whyRefused(late)).toBe('purpose_change_is_ahead')
  const waits = (staff: Staff) =>
    inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, (tx) =>
      waitingPurposes(tx, { staff, personIn: () => ({ id: staff.id, roles: ['administrator'] }) }),
    )
  expect([(await waits(one)).length, (await waits(two)).length]).toEqual([0, 1])
  await confirm(two, changeId)
  expect(await whyRefused(confirm(two, changeId))).toBe('purpose_change_is_decided_once')

  expect((await page())?.versions.map(({ version, standing, codes }) => [version, standing, codes])).toEqual([
    [2, 'ahead', ['court_bail']],
    [1, 'in_force', ['court_bail', 'immigration_bond', 'ride_home']],
  ])
  expect((await fundPage({ slug: 'words', language: 'es' }))?.purposeVersion).toBe(1)
  expect(await refused({ from: ahead(7) })).toBe('purpose_versions_follow_in_time')
  const events = ['purpose_proposed', 'purpose_confirmed']
  const mails = await db().mail.findMany({ where: { message: 'administrators-notice' } })
  for (const event of events)
    expect(mails.filter(({ props }) => (props as { event: string }).event === event)).toHaveLength(2)
  const audited = await db().auditEvent.findMany({ where: { outcome: 'done', subjectId: fundId } })
  expect(audited.map(({ action }) => action)).toEqual(['fund.purpose_proposed', 'fund.purpose_confirmed'])
})

test('a fund is named by its newest words in force, and by those announced before its first are', async () => {
  const wordsOf = async (id: string) =>
    db().$queryRaw`select words_of_today(${id}::uuid) as version, words_of_today(${id}::uuid, 1) as bound`
  expect(await wordsOf(fundId)).toEqual([{ version: 1, bound: 1 }])
  const effectiveFrom = new Date(Date.now() + 86_400_000)
  expect(await wordsOf(await givenFund({ slug: 'to-come', effectiveFrom }))).toEqual([
    { version: 1, bound: 1 },
  ])
  expect(await wordsOf(randomUUID())).toEqual([{ version: null, bound: 1 }])
})

test('what is only proposed is withdrawn, and publishes nothing', async () => {
  const { changeId } = await proposePurpose({ ...wanted(), from: ahead(30) })
  await decidePurpose({ staff: one, fundId, changeId, decision: 'withdrawn' })
  expect(await page()).toMatchObject({ proposed: null, versions: [{ version: 2 }, { version: 1 }] })
})

test.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))(
  'purpose_changes_by_two, purpose_text_comes_with_its_change, purpose_versions_are_append_only: as %s',
  async (role, url) => {
    const own = await givenFund()
    const staff = await givenActor(own, ['administrator'])
    const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
    const version = (number: number): Statement => [
      `insert into fund_purpose (fund_id, version, effective_from) values ($1, $2, now() + interval '1 day')`,
      [own, number],
    ]
    expect(await broken(version(2))).toBe('purpose_changes_by_two')
    expect(await broken([`insert into fund_purpose_code values ($1, 1, 'legal_filing')`, [own]])).toBe(
      'purpose_changes_by_two',
    )
    expect(await broken([`insert into fund_purpose_text values ($1, 1, 'vi', 'x', 'x', 'x')`, [own]])).toBe(
      'purpose_changes_by_two',
    )
    const { changeId } = await proposePurpose({ ...wanted(), staff, fundId: own })
    expect(
      await broken([`insert into fund_purpose_change_text values ($1, 'vi', 'x', 'x', 'x')`, [changeId]]),
    ).toBe('purpose_text_comes_with_its_change')
    const decided = (by: string): Statement => [
      `insert into fund_purpose_change_decision (change_id, decision, version, decided_by, occurred_at)
       values ($1, 'confirmed', 2, $2, now())`,
      [changeId, by],
    ]
    expect(await broken(decided(staff.id))).toBe('purpose_change_is_confirmed_by_another')
    expect(await broken(decided((await givenActor(own, ['administrator'])).id))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken(decided((await givenActor(own, ['treasurer'])).id))).toBe(
      'purpose_change_is_the_administrators',
    )
    const silent: Statement = [
      `insert into fund_purpose_change (fund_id, effective_from, purpose_codes, proposed_by, occurred_at)
       values ($1, now() + interval '1 day', '{court_bail}', $2, now())`,
      [await givenFund(), staff.id],
    ]
    expect(await broken(silent)).toBe('purpose_change_is_the_administrators')
    if (role === 'owner')
      expect(await broken([`update fund_purpose_change set effective_from = now()`, []])).toBe(
        'purpose_versions_are_append_only',
      )
  },
)
