import { beforeEach, describe, expect, test } from 'vitest'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import { rulesPage } from '#app/domain/jurisdictions/rules-page.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { caseOf, givenHeldPart, payWith } from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenReviewedRule, givenRule } from './given-rule.ts'

await useWorld()

let team: Team
let keeper: Team['intake']
let second: Team['intake']
let place: string
let code: string
let count = 0
beforeEach(async () => {
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  second = await givenActor(team.fundId, ['administrator'])
  count += 1
  place = `US-Z${String.fromCharCode(64 + count)}`
  code = `rule-${count}`
  await addPlace({ staff: keeper, fundId: team.fundId, place })
})

async function approved(principal: bigint): Promise<string> {
  const id = await givenProposal(team, { principal })
  await approveBy(team.approver, id)
  return id
}
const findings = async (disbursementId: string) => {
  const staff = { ...team.intake, roles: [], language: 'en' }
  const page = await disbursementPage({ disbursementId, staff })
  return page?.findings.map(({ code: said, version, blocks }) => [said, version, blocks])
}

describe('a cap', () => {
  test('warns until counsel has reviewed it; then nothing above it is paid', async () => {
    const ruleId = await givenRule(keeper, { code, place })
    const above = await approved(2_500_00n)
    expect(await findings(above)).toEqual([[code, 1, false]])

    await recordReview({ staff: second, ruleId, counsel: 'Ada Example', reviewedOn: day('2026-01-02') })
    expect(await findings(above)).toEqual([[code, 1, true]])
    expect(await refusalOf(payBy(team.intake, above, { principal: 2_000_01n }))).toEqual({
      code: 'rule_blocks_posting',
      params: { rule: code, version: 1, place },
    })
    expect((await payBy(team.intake, above, { principal: 2_000_00n })).bondId).not.toBeNull()
    expect(await brokenBooks()).toEqual([])
  })

  test('that only the family’s part breaks is seen, and cleared, before the payment is tried', async () => {
    const ruleId = await givenReviewedRule(keeper, { code, place })
    const id = await approved(1_800_00n)
    expect(await findings(id)).toEqual([])
    const amount = cents(700_00n)
    const agreementId = await givenHeldPart(team, { caseCode: await caseOf(id), amount })
    expect(await findings(id)).toEqual([[code, 1, true]])
    const pay = () => payWith(team.intake, id, { principal: 1_800_00n, family: { agreementId, amount } })
    expect((await refusalOf(pay())).code).toBe('rule_blocks_posting')

    const said = { disbursementId: id, ruleId, counsel: 'Ada Example', clearedOn: day('2026-01-03') }
    await clearRule({ staff: team.intake, ...said })
    const { id: clearanceId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.counselClearance.findFirstOrThrow({ where: { disbursementId: id } }),
    )
    await confirmClearance({ staff: team.treasurer, disbursementId: id, clearanceId })
    expect((await pay()).bondId).not.toBeNull()
    expect(await brokenBooks()).toEqual([])
  })

  test('still blocks beside a new version, until counsel has reviewed that one; an ended one says nothing', async () => {
    await givenReviewedRule(keeper, { code, place })
    const above = await approved(3_000_00n)
    await givenRule(keeper, { code, place, cap: cents(2_600_00n) })
    expect(await findings(above)).toEqual([
      [code, 1, true],
      [code, 2, false],
    ])
    expect(await refusalOf(payBy(team.intake, above, { principal: 3_000_00n }))).toMatchObject({
      code: 'rule_blocks_posting',
      params: { version: 1 },
    })
    await givenReviewedRule(keeper, { code, place, validUntil: day('2021-01-01') })
    expect(await findings(above)).toEqual([])
    expect((await payBy(team.intake, above, { principal: 3_000_00n })).bondId).not.toBeNull()
  })

  test('speaks of its kind of bond, of its place, and of bonds only', async () => {
    await givenReviewedRule(keeper, { code, place, bondKind: 'immigration_bond' })
    await givenReviewedRule(keeper, { code: `${code}-elsewhere`, place: `${place}-ELSEWHERE` })
    expect(await findings(await approved(9_000_00n))).toEqual([])
    const ride = await givenProposal(team, { kind: 'support', principal: 40_00n })
    await givenReviewedRule(keeper, { code: `${code}-all`, place, cap: cents(1n) })
    expect(await findings(ride)).toEqual([])
  })
})

describe('a number of bonds in a period', () => {
  const limit = { kind: 'bonds_per_period', bondCount: 2, periodDays: 30, cap: cents(0n) } as const

  test('counts the organization’s bonds of the place, over funds, in a rolling window', async () => {
    const other = await givenTeam()
    const otherKeeper = await givenActor(other.fundId, ['administrator'])
    await addPlace({ staff: otherKeeper, fundId: other.fundId, place })
    await givenPostedBond(await givenTeam(), {})
    const longAgo = new Date(Date.now() - 31 * 86_400_000)
    await givenPostedBond(team, { occurredAt: longAgo })
    await givenPostedBond(other, {})
    await givenReviewedRule(keeper, { code, place, ...limit })

    const second = await approved(100_00n)
    const third = await approved(100_00n)
    expect(await findings(third)).toEqual([])
    await payBy(team.intake, second, { principal: 100_00n })
    expect(await findings(third)).toEqual([[code, 1, true]])
    expect(await refusalOf(payBy(team.intake, third, { principal: 100_00n }))).toMatchObject({
      code: 'rule_blocks_posting',
    })
  })
})

describe('what counsel cleared', () => {
  test('lifts one version for one bond, once another person who may approve confirms it', async () => {
    const ruleId = await givenReviewedRule(keeper, { code, place })
    const disbursementId = await approved(2_500_00n)
    const clear = (clearedOn = day('2026-01-03')) =>
      clearRule({ staff: team.treasurer, disbursementId, ruleId, counsel: 'Ada Example', clearedOn })
    expect(await refusalOf(clear(day('2999-01-01')))).toMatchObject({ code: 'clearance_lies_ahead' })
    await clear()
    expect(await refusalOf(clear())).toMatchObject({ code: 'rule_does_not_block' })
    expect(await findings(disbursementId)).toEqual([[code, 1, true]])

    const { id: clearanceId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.counselClearance.findFirstOrThrow({ where: { disbursementId } }),
    )
    const confirm = (staff: Team['intake']) => confirmClearance({ staff, disbursementId, clearanceId })
    expect(await refusalOf(confirm(team.treasurer))).toMatchObject({ code: 'clearing_people_are_distinct' })
    expect(await refusalOf(confirm(team.intake))).toMatchObject({ code: 'role_may_not' })
    await confirm(team.approver)
    expect(await refusalOf(confirm(keeper))).toMatchObject({ code: 'clearance_is_confirmed_once' })

    expect(await findings(disbursementId)).toEqual([[code, 1, false]])
    const other = await approved(2_500_00n)
    expect(await findings(other)).toEqual([[code, 1, true]])
    expect((await payBy(team.intake, disbursementId, { principal: 2_500_00n })).bondId).not.toBeNull()
    expect(await refusalOf(payBy(team.intake, other, { principal: 2_500_00n }))).toMatchObject({
      code: 'rule_blocks_posting',
    })
  })
})

describe('who keeps the rules', () => {
  test('administrators; whoever decides about money or audits it records a review, once per version, each act in the audit', async () => {
    const ruleId = await givenRule(keeper, { code, place })
    const review = (staff = second) =>
      recordReview({ staff, ruleId, counsel: 'Ada Example', reviewedOn: day('2026-01-02') })
    expect(await refusalOf(review(team.intake))).toMatchObject({ code: 'role_may_not' })
    expect(await refusalOf(givenRule(team.intake, { code, place }))).toMatchObject({ code: 'role_may_not' })
    expect(
      await refusalOf(addPlace({ staff: team.approver, fundId: team.fundId, place: 'US' })),
    ).toMatchObject({ code: 'role_may_not' })
    await review(await givenActor(team.fundId, ['auditor']))
    expect(await refusalOf(review(team.treasurer))).toMatchObject({ code: 'rule_version_is_reviewed_once' })
    expect(await refusalOf(addPlace({ staff: keeper, fundId: team.fundId, place }))).toMatchObject({
      code: 'fund_has_a_place_once',
    })

    const kept = await db().auditEvent.findMany({ where: { subjectId: code }, orderBy: { id: 'asc' } })
    expect(kept.map(({ action, detail }) => [action, detail])).toEqual([
      ['rule.version_added', { version: 1, place, kind: 'cap_per_bond', effect: 'blocks_posting' }],
      ['rule.reviewed', { version: 1, effect: 'blocks_posting' }],
    ])
  })

  test('whoever wrote a version does not record its review: a higher cap lifts nothing until another person does', async () => {
    await givenReviewedRule(keeper, { code, place })
    const above = await approved(2_500_00n)
    const ruleId = await givenRule(keeper, { code, place, cap: cents(9_000_00n), effect: 'warns' })
    const review = (staff: Team['intake'], id = ruleId) =>
      recordReview({ staff, ruleId: id, counsel: 'Ada Example', reviewedOn: day('2026-01-02') })
    expect(await refusalOf(review(keeper))).toMatchObject({ code: 'review_is_recorded_by_another' })
    expect(await db().ruleReview.count({ where: { ruleId } })).toBe(0)
    expect(await findings(above)).toContainEqual([code, 1, true])
    expect(await refusalOf(payBy(team.intake, above, { principal: 2_500_00n }))).toMatchObject({
      code: 'rule_blocks_posting',
    })
    await review(second)
    expect((await payBy(team.intake, above, { principal: 2_500_00n })).bondId).not.toBeNull()
  })

  test('nobody has read a rule on a day to come', async () => {
    expect(await refusalOf(givenRule(keeper, { code, place, readOn: day('2999-01-01') }))).toMatchObject({
      code: 'reading_lies_ahead',
    })
    expect(await db().jurisdictionRule.count({ where: { code } })).toBe(0)
  })

  test('the page has the latest version of each, and the places of one’s own funds', async () => {
    await givenRule(keeper, { code, place })
    await givenReviewedRule(keeper, { code, place, cap: cents(1n) })
    const { rules, funds } = await rulesPage({ fundIds: [team.fundId] })
    expect(rules.filter((rule) => rule.code === code)).toMatchObject([
      { version: 2, capCents: 1n, writtenBy: { id: keeper.id }, review: { counsel: 'Ada Example' } },
    ])
    expect(funds).toMatchObject([{ id: team.fundId, places: [{ place, ending: null }] }])
  })

  test('the examples that come along are reviewed by nobody and hold for no fund', async () => {
    const shipped = await db().jurisdictionRule.findMany({
      where: { recordedBy: null },
      include: { ruleReview: true },
    })
    expect(new Set(shipped.map((rule) => rule.place))).toEqual(
      new Set(['US-CA', 'US-NY', 'US-KY', 'US-TX', 'US-IN', 'US-GA', 'US-FL', 'US-MA', 'US']),
    )
    expect(shipped.every(({ ruleReview, source }) => ruleReview === null && source !== '')).toBe(true)
  })
})
