import { beforeAll, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import { reportFigures } from '#app/domain/reports/report.ts'
import { drawReport, listReports, type ReportKey } from '#app/domain/reports/report-page.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { day, givenReviewedRule, givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { givenDate, inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond, givenForfeitedBond, noticed } from '#tests/support/given-loss.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const timezone = 'America/Chicago'
let team: Team
let keeper: Team['intake']
beforeAll(async () => {
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
})

const report = { kind: 'report_due', effect: 'report_due', cap: cents(0n) } as const
const monthly = { period: 'monthly', dueMonth: 1, dueDay: 10, withinDays: null } as const
const inMonths = (months: number) => new Date(Date.now() + months * 31 * 86_400_000)
const thisMonth = () => {
  const [year, month] = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date()).split('-')
  return `${year}-${month}-01`
}
const all = (at = new Date(), of = team) => listReports({ staff: of.intake, at, timezone })

test('a month’s figures are those of its bonds, to the cent, and name nobody', async () => {
  const place = 'US-RA'
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  const rule = { ...report, ...monthly, code: 'every-month', place, figures: [...reportFigures] }
  const ruleId = await givenReviewedRule(keeper, rule)
  await givenPostedBond(team, { principal: 1_000_00n, fees: 40_00n })
  const missed = await givenActiveBond(team, { principal: 700_00n })
  const to = {
    bondId: missed,
    to: 'missed_court',
    knownFrom: 'court_docket',
    ...noticed('missed_court'),
  } as const
  await moveBond({ staff: team.intake, ...to })
  await givenForfeitedBond(team, { principal: 600_00n })
  const bondId = await givenDueBond(team, { principal: 500_00n })
  const deductions = [{ reason: 'court_costs' as const, amount: cents(20_00n) }]
  const back = { received: cents(480_00n), deductions, interest: cents(0n), reference: 'Check 5' }
  await recordReturn({ staff: team.approver, bondId, ...back })

  const key: ReportKey = { fundId: team.fundId, ruleId, start: thisMonth(), caseCode: null }
  const drawn = await drawReport({ staff: team.intake, key, at: new Date(), timezone })
  expect(Object.fromEntries(drawn?.figures.map(({ figure, value }) => [figure, value]) ?? [])).toEqual({
    ...{ bonds_posted: 4n, posted_cents: 2_800_00n, bonds_returned: 1n, returned_cents: 480_00n },
    ...{ kept_cents: 20_00n, bonds_forfeited: 1n, forfeited_cents: 600_00n, bonds_written_off: 0n },
    ...{ written_off_cents: 0n, missed_court: 2n, bonds_open: 2n, open_cents: 1_700_00n },
  })
  expect(drawn?.state).toBe('running')

  const file = (staff: Team['intake'], at: Date, filedOn = at.toISOString().slice(0, 10)) =>
    asOfTime(at, () => fileReport({ staff, key, filedOn, confirmation: 'SHERIFF-17', timezone }))
  const later = inMonths(2)
  expect((await refusalOf(file(keeper, new Date()))).code).toBe('report_is_filed_after_its_period')
  expect((await refusalOf(file(team.intake, later))).code).toBe('role_may_not')
  expect((await refusalOf(file(keeper, later, '2999-01-01'))).code).toBe('filing_lies_ahead')
  expect((await refusalOf(file(keeper, later, key.start))).code).toBe('report_is_filed_after_its_period')
  const stranger = await givenActor((await givenTeam()).fundId, ['treasurer'])
  expect((await refusalOf(file(stranger, later))).code).toBe('report_unknown')
  expect(await drawReport({ staff: stranger, key, at: later, timezone })).toBeNull()
})

test('what is due waits until its day and is late after it; what nobody reviewed stands on the page only', async () => {
  const own = await givenTeam()
  const administrator = await givenActor(own.fundId, ['administrator'])
  const place = 'US-RB'
  await addPlace({ staff: administrator, fundId: own.fundId, place })
  const figures = ['bonds_posted'] as const
  const rule = { ...report, ...monthly, place, figures: [...figures] }
  await givenRule(administrator, { ...rule, code: 'to-be-read' })
  expect(await all(new Date(), own)).toMatchObject([
    { state: 'running', rule: { reviewed: false, code: 'to-be-read' } },
  ])
  const reader = { ...administrator, roles: [{ fundId: own.fundId, role: 'administrator' as const }] }
  const acts = (at: Date) =>
    asOfTime(at, async () => {
      const items = await waitingForMe({ staff: { ...reader, language: 'en' } })
      // The product's own rules wait for a review wherever they reach a fund.
      return items.map(({ act }) => act).filter((act) => !act.startsWith('review_rule'))
    })
  const start = new Date(`${thisMonth()}T18:00:00Z`)
  const next = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 10, 18))
  expect(await acts(next)).toEqual([])
  await givenReviewedRule(administrator, { ...rule, code: 'to-be-read' })
  expect(await acts(start)).toEqual([])
  expect(await acts(next)).toEqual(['file_report'])
  const dayAfter = new Date(next.getTime() + 86_400_000)
  expect(await acts(dayAfter)).toEqual(['file_late_report'])
  expect((await all(dayAfter, own))[0]).toMatchObject({ state: 'late' })
})

test('a report after each bond is filed once for each, keeps its figures, and says when the books changed', async () => {
  const own = await givenTeam()
  const administrator = await givenActor(own.fundId, ['administrator'])
  const place = 'US-RC'
  await addPlace({ staff: administrator, fundId: own.fundId, place })
  const ruleId = await givenReviewedRule(administrator, {
    ...{ ...report, code: 'after-each', place, period: 'per_event', withinDays: 5 },
    ...{ bondKind: 'court_bail', figures: ['bonds_posted', 'posted_cents', 'open_cents'] },
    validFrom: day('2026-01-01'),
  })
  await givenPostedBond(own, { principal: 900_00n })
  await givenPostedBond(own, { principal: 100_00n, kind: 'immigration_bond' })
  const [due, ...others] = await all(new Date(), own)
  expect(others).toEqual([])
  expect(due).toMatchObject({ state: 'due', bond: { caseCode: expect.any(String) } })
  const key = {
    ...{ fundId: own.fundId, ruleId, start: due?.term.start ?? '' },
    caseCode: due?.bond?.caseCode ?? null,
  }
  const file = () =>
    fileReport({ staff: own.treasurer, key, filedOn: key.start, confirmation: 'A 1/26', timezone })
  await file()
  expect((await refusalOf(file())).code).toBe('report_is_filed_once')
  const drawn = await drawReport({ staff: own.intake, key, at: new Date(), timezone })
  expect(drawn).toMatchObject({
    ...{ state: 'filed', hasChanged: false, filing: { confirmation: 'A 1/26', filedOn: key.start } },
    figures: [
      { figure: 'bonds_posted', value: 1n },
      { figure: 'posted_cents', value: 900_00n },
      { figure: 'open_cents', value: 900_00n },
    ],
  })
})

test('many later filings push none out: what was filed stays so, and the report of each bond is found', async () => {
  const own = await givenTeam()
  const administrator = await givenActor(own.fundId, ['administrator'])
  const place = 'US-RD'
  await addPlace({ staff: administrator, fundId: own.fundId, place })
  const rule = { ...report, place, figures: ['bonds_posted' as const] }
  const yearly = { period: 'yearly', dueMonth: 1, dueDay: 10, withinDays: null } as const
  const ofYear = await givenReviewedRule(administrator, { ...rule, ...yearly, code: 'every-year' })
  const ofBond = await givenReviewedRule(administrator, {
    ...{ ...rule, code: 'every-bond', period: 'per_event', withinDays: 5 },
  })
  await givenPostedBond(own)
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query(
      `update fund_place set recorded_at = recorded_at - interval '2 years' where fund_id = $1`,
      [own.fundId],
    )
  })
  const lastYear = `${Number(thisMonth().slice(0, 4)) - 1}-01-01`
  const [posted] = (await all(new Date(), own)).filter(({ bond }) => bond)
  const filedOn = posted?.term.start ?? ''
  const caseCode = posted?.bond?.caseCode ?? null
  const year: ReportKey = { fundId: own.fundId, ruleId: ofYear, start: lastYear, caseCode: null }
  const bond: ReportKey = { fundId: own.fundId, ruleId: ofBond, start: filedOn, caseCode }
  for (const key of [year, bond])
    await fileReport({ staff: own.treasurer, key, filedOn, confirmation: 'A 1/26', timezone })

  // Five hundred bonds more of the same day, each reported a day after it.
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query(
      `insert into bond select (jsonb_populate_record(b, jsonb_build_object(
          'id', gen_random_uuid(), 'disbursement_id', gen_random_uuid(), 'case_code', 'ACDE-2345'))).*
         from bond b cross join generate_series(1, 500) where b.fund_id = $1`,
      [own.fundId],
    )
    await owner.query(
      `insert into report_filing select (jsonb_populate_record(f, jsonb_build_object(
          'id', gen_random_uuid(), 'bond_id', b.id, 'filed_on', f.filed_on + 1))).*
         from report_filing f join bond b on b.fund_id = f.fund_id and b.id <> f.bond_id
        where f.rule_id = $1`,
      [ofBond],
    )
  })
  const listed = (await all(new Date(), own)).filter(
    ({ rule: { ruleId }, term }) => ruleId === ofYear && term.start === lastYear,
  )
  expect(listed).toMatchObject([{ state: 'filed', filing: { confirmation: 'A 1/26', filedOn } }])
  for (const key of [year, bond])
    expect(await drawReport({ staff: own.intake, key, at: new Date(), timezone })).toMatchObject({
      ...{ state: 'filed', filing: { confirmation: 'A 1/26', filedOn } },
    })
})

test('a newer version leaves standing what was due before it, to be filed and opened as before', async () => {
  const own = await givenTeam()
  const administrator = await givenActor(own.fundId, ['administrator'])
  const place = 'US-RE'
  await addPlace({ staff: administrator, fundId: own.fundId, place })
  const rule = { ...report, place, figures: ['bonds_posted' as const] }
  const ofMonth = { ...rule, ...monthly, code: 'each-month' }
  const ofBond = { ...rule, code: 'each-bond', period: 'per_event' as const, withinDays: 30 }
  const firsts = [
    await givenReviewedRule(administrator, ofMonth),
    await givenReviewedRule(administrator, ofBond),
  ]
  await givenPostedBond(own)
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query(
      `update fund_place set recorded_at = recorded_at - interval '90 days' where fund_id = $1`,
      [own.fundId],
    )
  })
  const before = await all(new Date(), own)
  const tomorrow = new Date(Date.now() + 86_400_000)
  const validFrom = day(new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(tomorrow))
  await givenReviewedRule(administrator, { ...ofMonth, dueDay: 5, validFrom })
  await givenReviewedRule(administrator, { ...ofBond, withinDays: 3, validFrom })

  const after = await asOfTime(tomorrow, () => all(tomorrow, own))
  const name = ({ rule: { code }, term: { start } }: (typeof after)[number]) => `${code} ${start}`
  const names = after.map(name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(before.map(name)))
  const past = before.filter(({ term, bond }) => bond || term.end <= thisMonth())
  expect(past.length).toBeGreaterThan(2)
  for (const { rule: first, term, bond } of past) {
    expect(firsts).toContain(first.ruleId)
    const key = { ...first, start: term.start, caseCode: bond?.caseCode ?? null }
    const filedOn = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date())
    await asOfTime(tomorrow, () =>
      fileReport({ staff: own.treasurer, key, filedOn, confirmation: 'B 2', timezone }),
    )
    const drawn = await asOfTime(tomorrow, () =>
      drawReport({ staff: own.intake, key, at: tomorrow, timezone }),
    )
    expect(drawn).toMatchObject({ state: 'filed', term: { dueOn: term.dueOn } })
  }
})

test('every missed date counts on its day, whether or not it moved the bond', async () => {
  const own = await givenTeam({ bank: 50_000_00n })
  const administrator = await givenActor(own.fundId, ['administrator'])
  const place = 'US-RF'
  await addPlace({ staff: administrator, fundId: own.fundId, place })
  const ruleId = await givenReviewedRule(administrator, {
    ...{ ...report, ...monthly, code: 'missed-dates', place, figures: ['missed_court'] },
  })
  const longAgo = new Date(Date.now() - 40 * 86_400_000)
  const out = await givenActiveBond(own, { occurredAt: longAgo })
  const { bondId: inside } = await givenPostedBond(own)
  const withDhs = await givenActiveBond(own, { kind: 'immigration_bond' })
  const miss = async (bondId: string, of: Parameters<typeof givenDate>[2]) => {
    const dateId = await givenDate(own, bondId, { day: inDays(0), ...of })
    const missed = { dateId, outcome: 'missed', knownFrom: 'lawyer', next: null } as const
    await recordAppearance({ staff: own.intake, bondId, ...missed })
  }
  await miss(out, { half: 'morning' })
  await miss(out, { half: 'afternoon' })
  await miss(inside, {})
  await miss(withDhs, { hearing: 'check_in' })
  // Of the month before, and entered today.
  const lastMonth = new Date(`${thisMonth()}T00:00:00Z`).getTime() - 86_400_000
  await miss(out, { day: new Date(lastMonth).toISOString().slice(0, 10) })

  const key: ReportKey = { fundId: own.fundId, ruleId, start: thisMonth(), caseCode: null }
  const drawn = await drawReport({ staff: own.intake, key, at: new Date(), timezone })
  expect(drawn?.figures).toEqual([{ figure: 'missed_court', value: 4n }])
})
