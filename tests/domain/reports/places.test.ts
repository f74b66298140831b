import { beforeEach, expect, test } from 'vitest'
import { sayPlace } from '#app/domain/claim-terms/say-place.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import type { NewVersion } from '#app/domain/jurisdictions/rule-forms.ts'
import { cents } from '#app/domain/money/cents.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import type { ReportFigure } from '#app/domain/reports/report.ts'
import { drawReport, listReports } from '#app/domain/reports/report-page.server.ts'
import { day, givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const thisMonth = `${inDays(0).slice(0, 8)}01`
const here = { venue: 'Court of the county' }
const there = { venue: 'Court beyond the border' }

let team: Team
let keeper: Team['intake']
let state: string
let county: string
let elsewhere: string
let count = 0
beforeEach(async () => {
  count += 1
  const letter = String.fromCharCode(64 + count)
  state = `US-V${letter}`
  county = `${state}-TOWN`
  elsewhere = `US-W${letter}`
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  for (const place of [county, elsewhere]) await addPlace({ staff: keeper, fundId: team.fundId, place })
})

const rule = (facts: Partial<NewVersion>) =>
  givenReviewedRule(keeper, {
    ...{ kind: 'report_due', effect: 'report_due', cap: cents(0n), place: state },
    ...{ validFrom: day('2020-01-01'), ...facts },
  })
const monthly = (code: string, place: string, figures: ReportFigure[] = ['bonds_posted', 'open_cents']) =>
  rule({ code, place, period: 'monthly', dueMonth: 1, dueDay: 10, withinDays: null, figures })
const said = (bondId: string, place: string) => sayPlace({ staff: team.intake, bondId, place })
const figures = async (ruleId: string) => {
  const key = { fundId: team.fundId, ruleId, start: thisMonth, caseCode: null }
  const drawn = await drawReport({ staff: team.intake, key, at: new Date(), timezone })
  return drawn?.figures.map(({ value }) => value)
}

test('a report counts the bonds whose court lies in its place, and one of which nobody said where in each', async () => {
  const [ofState, ofElsewhere] = [
    await monthly(`state-${count}`, state),
    await monthly(`else-${count}`, elsewhere),
  ]
  const { bondId: one } = await givenPostedBond(team, { ...here, principal: 900_00n })
  const { bondId: other } = await givenPostedBond(team, { ...there, principal: 100_00n })
  expect([await figures(ofState), await figures(ofElsewhere)]).toEqual([
    [2n, 1_000_00n],
    [2n, 1_000_00n],
  ])
  await said(one, county)
  await said(other, elsewhere)
  expect([await figures(ofState), await figures(ofElsewhere)]).toEqual([
    [1n, 900_00n],
    [1n, 100_00n],
  ])
  await givenPostedBond(team, { venue: 'A court of somewhere', principal: 50_00n })
  expect([await figures(ofState), await figures(ofElsewhere)]).toEqual([
    [2n, 950_00n],
    [2n, 150_00n],
  ])
})

test('a report after each bond is asked for those of its place; what was filed stays where it was filed', async () => {
  const code = `each-${count}`
  const ruleId = await rule({ code, period: 'per_event', withinDays: 5, figures: ['posted_cents'] })
  const { bondId: one } = await givenPostedBond(team, { ...here, principal: 900_00n })
  const { bondId: other } = await givenPostedBond(team, { ...there, principal: 100_00n })
  const asked = () => listReports({ staff: team.intake, at: new Date(), timezone })
  const bonds = async () => (await asked()).map(({ bond }) => bond?.id).sort()
  expect(await bonds()).toEqual([one, other].sort())
  const keyOf = async (bondId: string) => {
    const report = (await asked()).find(({ bond }) => bond?.id === bondId)
    return {
      ...{ fundId: team.fundId, ruleId },
      ...{ start: report?.term.start ?? '', caseCode: report?.bond?.caseCode ?? '' },
    }
  }
  const [ofOne, ofOther] = [await keyOf(one), await keyOf(other)]
  const file = (key: typeof ofOne) =>
    fileReport({ staff: team.treasurer, key, filedOn: inDays(0), confirmation: 'E 1', timezone })

  await said(other, elsewhere)
  expect(await bonds()).toEqual([one])
  expect((await refusalOf(file(ofOther))).code).toBe('report_unknown')
  await file(ofOne)
  await said(one, elsewhere)
  expect(await asked()).toMatchObject([{ state: 'filed', bond: { id: one } }])
  expect(await drawReport({ staff: team.intake, key: ofOne, at: new Date(), timezone })).toMatchObject({
    ...{ state: 'filed', hasChanged: false, figures: [{ value: 900_00n }] },
  })
})
