import { expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import { drawReport, listReports } from '#app/domain/reports/report-page.server.ts'
import { day, givenReviewedRule, givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const monthly = {
  kind: 'report_due' as const,
  effect: 'report_due' as const,
  cap: cents(0n),
  figures: ['bonds_posted' as const],
  ...{ period: 'monthly' as const, dueMonth: 1, dueDay: 10, withinDays: null },
}
const thisMonth = `${inDays(0).slice(0, 8)}01`

/** A fund that has served a place for so long, and who keeps its rules. */
async function givenFundOf(place: string, since: string) {
  const team = await givenTeam()
  const keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query('update fund_place set recorded_at = now() - $2::interval where fund_id = $1', [
      ...[team.fundId, since],
    ])
  })
  return { team, keeper }
}

const reportsOf = async (team: Team, code: string) => {
  const reports = await listReports({ staff: team.intake, at: new Date(), timezone })
  return reports.filter(({ rule }) => rule.code === code)
}

test('a newer version that asks for no report ends the report from its day on, once it is reviewed', async () => {
  const place = 'US-RG'
  const { team, keeper } = await givenFundOf(place, '90 days')
  const code = 'before-the-court'
  await givenReviewedRule(keeper, { ...monthly, code, place })
  const starts = async () => (await reportsOf(team, code)).map(({ term }) => term.start).sort()
  const asked = await starts()
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.at(-1)).toBe(thisMonth)

  const enjoined = {
    ...{ code, place, cap: cents(0n), validFrom: day(thisMonth) },
    kind: 'litigation' as const,
    effect: 'warns' as const,
  }
  await givenRule(keeper, enjoined)
  expect(await starts()).toEqual(asked)
  await givenReviewedRule(keeper, enjoined)
  expect(await starts()).toEqual(asked.slice(0, -1))
})

test('an older version that asked for no report hides none that came after it and nobody has reviewed', async () => {
  const place = 'US-RH'
  const { team, keeper } = await givenFundOf(place, '90 days')
  const code = 'after-the-court'
  await givenReviewedRule(keeper, { code, place, kind: 'litigation', effect: 'warns', cap: cents(0n) })
  expect(await reportsOf(team, code)).toEqual([])
  await givenRule(keeper, { ...monthly, code, place })
  expect(await reportsOf(team, code)).toContainEqual(
    expect.objectContaining({
      rule: expect.objectContaining({ version: 2, reviewed: false }),
      term: expect.objectContaining({ start: thisMonth }),
    }),
  )
})

test('a report of longer periods is its own, beside one of the older version that began on the same day', async () => {
  const place = 'US-RI'
  const { team, keeper } = await givenFundOf(place, '2 years')
  const lastYear = Number(thisMonth.slice(0, 4)) - 1
  const [january, february, yearAfter] = [`${lastYear}-01-01`, `${lastYear}-02-01`, `${lastYear + 1}-01-01`]
  await givenPostedBond(team, { occurredAt: new Date(`${lastYear}-03-15T18:00:00Z`) })
  const toYears = { ...monthly, code: 'to-years', place }
  const toQuarters = { ...monthly, code: 'to-quarters', place }
  const ofMonths = await givenReviewedRule(keeper, toYears)
  await givenReviewedRule(keeper, toQuarters)
  const keyOf = (ruleId: string) => ({ fundId: team.fundId, ruleId, start: january, caseCode: null })
  const file = (ruleId: string, confirmation: string) =>
    fileReport({ staff: keeper, key: keyOf(ruleId), filedOn: inDays(0), confirmation, timezone })
  await file(ofMonths, 'MONTH 1')

  const fromJuly = day(`${lastYear}-07-01`)
  const ofYears = await givenReviewedRule(keeper, { ...toYears, period: 'yearly', validFrom: fromJuly })
  const begun = async () =>
    (await reportsOf(team, 'to-years'))
      .filter(({ term }) => term.start === january)
      .map(({ term: { end }, filing }) => ({ end, filed: filing?.confirmation ?? null }))
  expect((await begun()).sort((a, b) => a.end.localeCompare(b.end))).toEqual([
    { end: february, filed: 'MONTH 1' },
    { end: yearAfter, filed: null },
  ])
  await file(ofYears, 'YEAR 1')
  expect((await refusalOf(file(ofYears, 'YEAR 2'))).code).toBe('report_is_filed_once')
  const drawn = (ruleId: string) =>
    drawReport({ staff: team.intake, key: keyOf(ruleId), at: new Date(), timezone })
  expect(await drawn(ofMonths)).toMatchObject({
    ...{ filing: { confirmation: 'MONTH 1' }, hasChanged: false },
    figures: [{ figure: 'bonds_posted', value: 0n }],
  })
  expect(await drawn(ofYears)).toMatchObject({
    ...{ filing: { confirmation: 'YEAR 1' }, hasChanged: false },
    figures: [{ figure: 'bonds_posted', value: 1n }],
  })

  const fromNovember = day(`${lastYear}-11-01`)
  await givenReviewedRule(keeper, { ...toQuarters, period: 'quarterly', validFrom: fromNovember })
  const ofOctober = (await reportsOf(team, 'to-quarters'))
    .filter(({ term }) => term.start === `${lastYear}-10-01`)
    .map(({ rule: { version }, term: { end, dueOn } }) => `${version} ${end} ${dueOn}`)
  expect(ofOctober.sort()).toEqual([
    `1 ${lastYear}-11-01 ${lastYear}-11-10`,
    `2 ${yearAfter} ${lastYear + 1}-01-10`,
  ])
})
