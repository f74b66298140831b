import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, test } from 'vitest'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { chargeToken } from '#app/domain/vault/charge-index.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { factsForm } from '#app/domain/vault/facts-form.ts'
import { writeFacts } from '#app/domain/vault/write-facts.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenReviewedRule, givenRule } from './given-rule.ts'

await useWorld()

const place = 'US-ZZ'
const blocking = {
  ...{ code: 'no-violence', place, kind: 'excluded_charge_class', effect: 'blocks_posting', cap: cents(0n) },
  chargeClasses: ['violent_offense', 'treatment_hold'],
} satisfies Parameters<typeof givenRule>[1]

let team: Team
let keeper: ActingStaff
let ruleId: string
let version = 0
beforeEach(async () => {
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  ruleId = await givenReviewedRule(keeper, blocking)
  version += 1
})

const inSystem = { scope: { kind: 'system' } } as const
const charged = (charge: string) => givenPerson(team.fundId, { name: 'Odile Bramble', charge_class: charge })
async function approvedFor(charge: string | null) {
  const person = charge === null ? await givenPerson(team.fundId) : await charged(charge)
  const disbursementId = await givenProposal(team, { principal: 500_00n, caseCode: person.caseCode })
  await approveBy(team.approver, disbursementId)
  return { ...person, disbursementId }
}
const pay = (disbursementId: string) => payBy(team.intake, disbursementId, { principal: 500_00n })
const said = async (disbursementId: string, role: Role) => {
  const staff = { ...team.intake, roles: [{ fundId: team.fundId, role }], language: 'en' }
  const page = await disbursementPage({ disbursementId, staff })
  return page?.findings.map(({ charge, blocks }) => [charge, blocks])
}
const kept = (disbursementId: string) =>
  inTransaction(inSystem, (tx) => tx.chargeFinding.findMany({ where: { disbursementId } }))

test('a charge among the rule’s is not paid; another is; one that nobody wrote down warns and is paid', async () => {
  const { disbursementId: violent } = await approvedFor('misdemeanor\nviolent_offense')
  expect(await said(violent, 'intake')).toEqual([['excluded', true]])
  expect(await refusalOf(pay(violent))).toEqual({
    code: 'rule_blocks_posting',
    params: { rule: 'no-violence', version, place },
  })
  const { disbursementId: minor } = await approvedFor('misdemeanor')
  expect(await said(minor, 'intake')).toEqual([])
  expect((await pay(minor)).bondId).not.toBeNull()
  for (const nothing of [null, 'something about a fence']) {
    const { disbursementId } = await approvedFor(nothing)
    expect(await said(disbursementId, 'intake')).toEqual([['unknown', false]])
    expect((await pay(disbursementId)).bondId).not.toBeNull()
  }
  expect(await brokenBooks()).toEqual([])
})

test('what is learned later counts at the window, and so does what was written wrongly', async () => {
  const { personId, disbursementId } = await approvedFor('misdemeanor')
  await writeFacts({ staff: team.intake, personId, facts: { charge_class: 'treatment_hold' } })
  expect(await refusalOf(pay(disbursementId))).toMatchObject({ code: 'rule_blocks_posting' })
  await writeFacts({ staff: team.intake, personId, facts: { charge_class: 'felony' } })
  expect((await pay(disbursementId)).bondId).not.toBeNull()
})

test('a person known in another fund is judged there, too, and nobody learns of it by asking', async () => {
  const other = await givenTeam()
  const { caseCode } = await givenPerson(other.fundId, { charge_class: 'violent_offense' })
  const disbursementId = await givenProposal(team, { principal: 500_00n, caseCode })
  await approveBy(team.approver, disbursementId)
  expect(await refusalOf(pay(disbursementId))).toMatchObject({ code: 'rule_blocks_posting' })
  const preview = await previewFindings({
    ...{ staff: { ...team.intake, revealsIn: [team.fundId] }, funds: [team.fundId], caseCode },
    ...{ kind: 'court_bail', principalCents: 500_00n },
  })
  expect(preview?.findings).toMatchObject([{ charge: 'hidden', blocks: false }])
})

describe('before it is proposed', () => {
  test('those who may read the record see what a rule would say; others that there is a rule', async () => {
    const { caseCode } = await charged('violent_offense')
    const preview = async (revealsIn: string[], of: string | null = caseCode) => {
      const found = await previewFindings({
        ...{ staff: { ...team.intake, revealsIn }, funds: [team.fundId], caseCode: of },
        ...{ kind: 'court_bail', principalCents: 500_00n },
      })
      return found?.findings.map(({ charge, blocks }) => [charge, blocks])
    }
    expect(await preview([team.fundId])).toEqual([['excluded', true]])
    expect(await preview([])).toEqual([['hidden', false]])
    expect(await preview([team.fundId], null)).toEqual([['hidden', false]])
  })
})

test('what only warns is not told to who may not read the record; what blocks is', async () => {
  await addPlace({ staff: keeper, fundId: team.fundId, place: 'US-YY' })
  await givenRule(keeper, { ...blocking, code: 'felonies', place: 'US-YY', chargeClasses: ['felony'] })
  const { disbursementId } = await approvedFor('felony\nviolent_offense')
  expect(await said(disbursementId, 'intake')).toEqual([
    ['excluded', true],
    ['excluded', false],
  ])
  for (const role of ['auditor', 'administrator'] as const)
    expect(await said(disbursementId, role)).toEqual([
      ['excluded', true],
      ['hidden', false],
    ])
})

test('counsel’s word, confirmed by another, lifts it for one bond', async () => {
  const { disbursementId } = await approvedFor('violent_offense')
  await clearRule({
    ...{ staff: team.treasurer, disbursementId, ruleId, counsel: 'Ada Example' },
    clearedOn: day('2026-01-03'),
  })
  expect(await refusalOf(pay(disbursementId))).toMatchObject({ code: 'rule_blocks_posting' })
  const { id: clearanceId } = await inTransaction(inSystem, (tx) =>
    tx.counselClearance.findFirstOrThrow({ where: { disbursementId } }),
  )
  await confirmClearance({ staff: team.approver, disbursementId, clearanceId })
  expect((await pay(disbursementId)).bondId).not.toBeNull()
})

test('an amendment is judged anew, and no record of it says more than the rule and its version', async () => {
  const { personId, caseCode } = await charged('misdemeanor')
  const disbursementId = await givenProposal(team, { principal: 500_00n, caseCode })
  expect(await kept(disbursementId)).toMatchObject([{ ruleId, outcome: 'not_excluded' }])
  await writeFacts({ staff: team.intake, personId, facts: { charge_class: 'violent_offense' } })
  await amendDisbursement({
    ...{ staff: team.intake, disbursementId, revision: 1 },
    proposal: {
      ...{ kind: 'court_bail', purposeCode: 'court_bail', caseCode, payees: ['Larkspur County Clerk'] },
      ...{ principalCeiling: cents(600_00n), feesCeiling: cents(0n) },
      ...{ venue: 'Larkspur County Court', evidenceNote: '' },
    },
  })
  expect(await kept(disbursementId)).toMatchObject([{ ruleId, outcome: 'excluded' }])
  const events = await db().auditEvent.findMany({ where: { action: 'disbursement.rule_found' } })
  const mine = events.filter(({ subjectId }) => subjectId === disbursementId)
  expect(mine.map(({ detail }) => detail)).toEqual([{ rule: 'no-violence', version, act: 'proposed' }])
  const written = JSON.stringify([
    (await db().auditEvent.findMany()).map(({ detail }) => detail),
    await kept(disbursementId),
  ])
  for (const secret of ['violent_offense', 'misdemeanor']) expect(written).not.toContain(secret)
  const looks = await inTransaction(inSystem, (tx) => tx.personReveal.count({ where: { personId } }))
  expect(looks).toBe(0)
})

test('tokens of a class are each person’s own, and go with the person as the findings do', async () => {
  expect(chargeToken(randomUUID(), 'felony').equals(chargeToken(randomUUID(), 'felony'))).toBe(false)
  const { personId, caseCode } = await charged('violent_offense\nfelony')
  const disbursementId = await givenProposal(team, { principal: 500_00n, caseCode })
  const tokens = () =>
    inTransaction(
      inSystem,
      (tx) => tx.$queryRaw<unknown[]>`
        select token from vault_keys.person_index where person_id = ${personId}::uuid and kind = 'charge_class'`,
    )
  expect(await tokens()).toHaveLength(2)
  expect(await kept(disbursementId)).toHaveLength(1)
  await erasePerson({ staff: keeper, personId })
  expect(await tokens()).toEqual([])
  expect(await kept(disbursementId)).toEqual([])
})

test('the form takes any number of classes, and other words beside them', async () => {
  const form = factsForm(Temporal.PlainDate.from('2026-11-22'))
  expect(
    form.parse({ charge_class: ['treatment_hold', 'misdemeanor'], charge_other: ' a fence ' }).facts,
  ).toEqual({
    charge_class: 'misdemeanor\ntreatment_hold\na fence',
  })
  expect(form.parse({ charge_class: 'felony' }).facts).toEqual({ charge_class: 'felony' })
  expect(form.parse({ name: 'Odile' }).facts).toEqual({ name: 'Odile' })
  expect(form.safeParse({ charge_class: 'piracy' }).success).toBe(false)
  const { personId } = await charged('felony')
  expect((await known(personId)).charge_class).toBe('felony')
})
