import { beforeEach, describe, expect, test } from 'vitest'
import { sayPlace } from '#app/domain/claim-terms/say-place.server.ts'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { unknownAmong } from '#app/domain/jurisdictions/judged-by.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { rulesPage } from '#app/domain/jurisdictions/rules-page.server.ts'
import { sayCourtPlace } from '#app/domain/jurisdictions/say-court-place.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { inDays } from '#tests/support/given-dates.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  hashOf,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenReviewedRule } from './given-rule.ts'

await useWorld()

let team: Team
let keeper: Team['intake']
let state: string
let county: string
let elsewhere: string
let code: string
let count = 0
beforeEach(async () => {
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  count += 1
  const letter = String.fromCharCode(64 + count)
  state = `US-P${letter}`
  county = `${state}-DAVIDSON`
  elsewhere = `US-Q${letter}`
  code = `by-place-${count}`
})

const serve = async (...places: string[]) => {
  for (const place of places) await addPlace({ staff: keeper, fundId: team.fundId, place })
}
const page = (disbursementId: string) =>
  disbursementPage({ disbursementId, staff: { ...team.intake, roles: [], language: 'en' } })
const findings = async (disbursementId: string) =>
  (await page(disbursementId))?.findings.map(({ place, version, blocks }) => [place, version, blocks])
const said = (disbursementId: string, place: string, staff = team.intake) =>
  sayCourtPlace({ staff, disbursementId, place })
const pay = (id: string, principal = 2_500_00n) => payBy(team.intake, id, { principal })

describe('a rule of a state', () => {
  test('holds in a county of it, and none in a place whose name begins alike', async () => {
    await serve(county)
    await givenReviewedRule(keeper, { code, place: state })
    await givenReviewedRule(keeper, { code: `${code}-like`, place: `${state}-DAVID` })
    const id = await givenProposal(team)
    await approveBy(team.approver, id)
    expect(await findings(id)).toEqual([[state, 1, true]])
    expect(await refusalOf(pay(id))).toMatchObject({
      code: 'rule_blocks_posting',
      params: { rule: code, place: state },
    })
  })

  test('of the whole country, too; and a county’s rule not in all of its state', async () => {
    await serve(state)
    await givenReviewedRule(keeper, { code, place: county })
    const id = await givenProposal(team)
    expect(await findings(id)).toEqual([])
    await said(id, county)
    expect(await findings(id)).toEqual([[county, 1, true]])
  })
})

describe('a fund that serves two places', () => {
  test('asks the rules of both until its proposer says where the court lies, and then of that one alone', async () => {
    await serve(county, elsewhere)
    await givenReviewedRule(keeper, { code, place: state })
    await givenReviewedRule(keeper, { code: `${code}-other`, place: elsewhere, cap: cents(1_000_00n) })
    const id = await givenProposal(team)
    const unsaid = await page(id)
    expect(await findings(id)).toEqual([
      [state, 1, true],
      [elsewhere, 1, true],
    ])
    expect(unsaid?.court && unknownAmong(unsaid.court)).toEqual([county, elsewhere])

    expect((await refusalOf(said(id, 'US-NOWHERE'))).code).toBe('place_of_a_bond_is_its_funds')
    expect((await refusalOf(said(id, county, team.treasurer))).code).toBe('place_is_said_by_its_proposer')
    await said(id, county)
    expect(await findings(id)).toEqual([[state, 1, true]])
    const known = await page(id)
    expect(known?.court).toMatchObject({ place: county, choices: [county, elsewhere] })
    expect(known?.court && unknownAmong(known.court)).toEqual([])

    const contentHash = await hashOf(id)
    const stepUpId = await givenStepUp(team.approver.id, `approve:${id}:${contentHash}`)
    const approve = (seenPlace: string | null) =>
      approveDisbursement({ staff: team.approver, disbursementId: id, contentHash, stepUpId, seenPlace })
    expect((await refusalOf(approve(null))).code).toBe('content_changed')
    await approve(county)
    expect((await refusalOf(said(id, elsewhere))).code).toBe('place_is_said_before_approval')
    expect(await refusalOf(pay(id))).toMatchObject({ params: { place: state } })
    expect((await pay(id, 2_000_00n)).bondId).not.toBeNull()
    expect(await brokenBooks()).toEqual([])
  })

  test('takes over what was said of the same court, before a posting or after, also before it is proposed', async () => {
    await serve(county, elsewhere)
    await givenReviewedRule(keeper, { code, place: elsewhere })
    const { bondId } = await givenPostedBond(team, { principal: 100_00n })
    await sayPlace({ staff: team.intake, bondId, place: county })
    const id = await givenProposal(team)
    expect((await page(id))?.court?.place).toBe(county)
    expect(await findings(id)).toEqual([])

    const preview = (venue?: string) =>
      previewFindings({
        ...{ staff: { ...team.intake, revealsIn: [] }, funds: [team.fundId], caseCode: null, venue },
        ...{ kind: 'court_bail', principalCents: 2_500_00n },
      })
    expect(await preview(' larkspur  COUNTY court')).toMatchObject({ findings: [], placeAmong: [] })
    expect(await preview()).toMatchObject({
      ...{ findings: [{ place: elsewhere, blocks: true }], placeAmong: [county, elsewhere] },
    })
    await approveBy(team.approver, id)
    expect((await pay(id)).bondId).not.toBeNull()
  })

  test('counts a bond where its court lies, and one of an unknown place in both', async () => {
    await serve(county, elsewhere)
    const perPeriod = { kind: 'bonds_per_period', cap: zero, bondCount: 2, periodDays: 30 } as const
    await givenReviewedRule(keeper, { code, place: state, ...perPeriod })
    await givenReviewedRule(keeper, { code: `${code}-other`, place: elsewhere, ...perPeriod })
    const { bondId: first } = await givenPostedBond(team, { principal: 100_00n })
    const counted = async () => {
      const { findings: spoken, counts } = (await previewFindings({
        ...{ staff: { ...team.intake, revealsIn: [] }, funds: [team.fundId], caseCode: null },
        ...{ kind: 'court_bail', principalCents: 100_00n },
      })) ?? { findings: [], counts: [] }
      return Object.fromEntries([...spoken, ...counts].map((each) => [each.place, each.counted]))
    }
    expect(await counted()).toEqual({ [state]: 1, [elsewhere]: 1 })
    await sayPlace({ staff: team.intake, bondId: first, place: county })
    expect(await counted()).toEqual({ [state]: 1, [elsewhere]: 0 })
    await givenPostedBond(team, { principal: 100_00n })
    expect(await counted()).toEqual({ [state]: 2, [elsewhere]: 0 })
    const id = await givenProposal(team, { principal: 100_00n })
    await approveBy(team.approver, id)
    expect(await refusalOf(pay(id, 100_00n))).toMatchObject({ params: { rule: code, place: state } })
  })
})

test('a reviewed version of a day to come lifts nothing until it begins', async () => {
  await serve(state)
  await givenReviewedRule(keeper, { code, place: state })
  await givenReviewedRule(keeper, {
    ...{ code, place: state, cap: cents(9_000_00n) },
    validFrom: day(inDays(10)),
  })
  const id = await givenProposal(team)
  expect(await findings(id)).toEqual([[state, 1, true]])
  const listed = async () => (await rulesPage({ fundIds: [] })).rules.find((rule) => rule.code === code)
  expect(await listed()).toMatchObject({
    ...{ version: 2, isAhead: true, older: [{ version: 1, until: day(inDays(10)) }] },
  })
  await approveBy(team.approver, id)
  expect(await refusalOf(pay(id))).toMatchObject({ params: { rule: code, version: 1 } })
  await givenReviewedRule(keeper, { code, place: state, cap: cents(9_000_00n) })
  expect(await listed()).toMatchObject({ version: 3, isAhead: false, older: [] })
  expect((await pay(id)).bondId).not.toBeNull()
})
