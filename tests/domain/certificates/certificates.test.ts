import { beforeEach, describe, expect, test } from 'vitest'
import { confirmCertificate } from '#app/domain/certificates/confirm-certificate.server.ts'
import { listCertificates } from '#app/domain/certificates/list-certificates.server.ts'
import { revokeCertificate } from '#app/domain/certificates/revoke-certificate.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { findingsOn } from '#app/domain/jurisdictions/findings.server.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { day, givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenCertificate } from '#tests/support/given-certificate.ts'
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

await useWorld()

let team: Team
let keeper: Team['intake']
let place: string
let ruleCode: string
let count = 0
beforeEach(async () => {
  count += 1
  place = `US-C${String.fromCharCode(64 + count)}`
  ruleCode = `certificate-${count}`
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  await givenReviewedRule(keeper, {
    ...{ code: ruleCode, place, kind: 'certificate', effect: 'blocks_posting', cap: cents(0n) },
  })
})

const given = (of: Partial<Parameters<typeof givenCertificate>[0]> = {}) =>
  givenCertificate({ keeper, confirmer: team.approver, fundId: team.fundId, ruleCode, ...of })

/** Moments of one summer night in Chicago, five hours behind. */
const lastMinute = new Date('2026-07-01T04:59:59Z')
const firstMinuteAfter = new Date('2026-07-01T05:00:00Z')

const said = (at: Date) =>
  inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) => {
    const asked = { id: null, contentHash: null, fundId: team.fundId, kind: 'court_bail', caseCode: null }
    const findings = await findingsOn(tx, { ...asked, principalCents: 100_00n, at })
    return findings.map(({ blocks, daysLeft, lapsedOn }) => ({ blocks, daysLeft, lapsedOn }))
  })

describe('the edge day', () => {
  test('holds to its last minute where the organization is, and blocks from the next', async () => {
    await given({ until: '2026-06-30' })
    expect(await said(lastMinute)).toEqual([{ blocks: false, daysLeft: 0, lapsedOn: null }])
    expect(await said(firstMinuteAfter)).toEqual([{ blocks: true, daysLeft: null, lapsedOn: '2026-06-30' }])
    expect(await said(new Date('2026-05-01T12:00:00Z'))).toMatchObject([{ blocks: false, daysLeft: 60 }])
    expect(await said(new Date('2026-04-30T12:00:00Z'))).toEqual([])
  })

  test('a bond of the last evening is paid and one after midnight is not', async () => {
    await given({ until: '2026-06-30' })
    const before = new Date('2026-06-29T12:00:00Z')
    const approved = async () => {
      const id = await givenProposal(team, { principal: 100_00n, occurredAt: before })
      await approveBy(team.approver, id, before)
      return id
    }
    const [one, other] = [await approved(), await approved()]
    const pay = (id: string, occurredAt: Date) => payBy(team.intake, id, { principal: 100_00n, occurredAt })
    expect((await pay(one, lastMinute)).bondId).not.toBeNull()
    expect(await refusalOf(pay(other, firstMinuteAfter))).toMatchObject({
      code: 'rule_blocks_posting',
      params: { rule: ruleCode },
    })
    expect(await brokenBooks()).toEqual([])
  })
})

describe('two people', () => {
  test('none counts before another person has seen it, and each step has its refusal', async () => {
    const certificateId = await givenCertificate({ keeper, fundId: team.fundId, ruleCode })
    const at = new Date()
    expect(await said(at)).toMatchObject([{ blocks: true }])
    const confirm = (staff: Team['intake']) => refusalOf(confirmCertificate({ staff, certificateId }))
    const elsewhere = await givenActor((await givenTeam()).fundId, ['approver'])
    expect((await confirm(keeper)).code).toBe('certificate_is_confirmed_by_another')
    expect((await confirm(team.intake)).code).toBe('role_may_not')
    expect((await confirm(elsewhere)).code).toBe('certificate_unknown')
    await confirmCertificate({ staff: team.approver, certificateId })
    expect((await confirm(team.treasurer)).code).toBe('certificate_is_confirmed_once')
    expect(await said(at)).toEqual([])

    expect((await refusalOf(given())).code).toBe('certificate_is_entered_once')
    expect((await refusalOf(given({ ruleCode: 'ny-certificate' }))).code).toBe(
      'certificate_is_of_a_place_of_the_fund',
    )
    expect((await refusalOf(given({ keeper: team.treasurer, number: 'C-2' }))).code).toBe('role_may_not')
  })

  test('one person ends it, once, and the rule speaks again from that day', async () => {
    const certificateId = await given()
    const revoke = (staff: Team['intake']) =>
      revokeCertificate({ staff, certificateId, revokedOn: day('2026-07-01') })
    expect((await refusalOf(revoke(team.approver))).code).toBe('role_may_not')
    await revoke(keeper)
    expect((await refusalOf(revoke(keeper))).code).toBe('certificate_is_revoked_once')
    expect(await said(lastMinute)).toMatchObject([{ blocks: false, daysLeft: 0 }])
    expect(await said(firstMinuteAfter)).toMatchObject([{ blocks: true, lapsedOn: '2026-06-30' }])
    const { certificates } = await listCertificates({ fundIds: [team.fundId], at: firstMinuteAfter })
    expect(certificates).toMatchObject([{ standing: 'revoked', place, confirmedBy: 'approver' }])
  })
})

test('a renewal without a gap keeps quiet; one with a gap does not', async () => {
  await given({ until: '2026-06-30' })
  await given({ number: 'C-2', from: '2026-07-01', until: '2027-06-30' })
  expect(await said(lastMinute)).toEqual([])
  expect(await said(new Date('2027-06-23T12:00:00Z'))).toMatchObject([{ daysLeft: 7 }])
  await given({ number: 'C-3', from: '2027-07-02', until: '2028-06-30' })
  expect(await said(new Date('2027-06-23T12:00:00Z'))).toMatchObject([{ daysLeft: 7 }])
})

test('60, 30 and 7 days before, and after, it waits for the administrator; unseen paper for the approver', async () => {
  await given({ until: '2027-06-30' })
  await givenCertificate({ keeper, fundId: team.fundId, ruleCode, number: 'C-2', from: '2028-01-01' })
  const waiting = async (staff: Team['intake'], role: 'administrator' | 'approver', at: string) => {
    const reader = { ...staff, roles: [{ fundId: team.fundId, role }], language: 'en' }
    const items = await asOfTime(new Date(`${at}T15:00:00Z`), () => waitingForMe({ staff: reader }))
    // The product's own rules wait for a review wherever they reach a fund.
    return items
      .filter(({ act }) => act !== 'review_rule')
      .map(({ act, dueAt }) => [act, dueAt?.toISOString() ?? null])
  }
  const ends = '2027-07-01T05:00:00.000Z'
  expect(await waiting(keeper, 'administrator', '2027-04-30')).toEqual([])
  expect(await waiting(keeper, 'administrator', '2027-05-01')).toEqual([['renew_certificate_60', ends]])
  expect(await waiting(keeper, 'administrator', '2027-06-01')).toEqual([['renew_certificate_30', ends]])
  expect(await waiting(keeper, 'administrator', '2027-06-30')).toEqual([['renew_certificate_7', ends]])
  expect(await waiting(keeper, 'administrator', '2027-07-01')).toEqual([['renew_certificate_ended', ends]])
  expect(await waiting(team.approver, 'approver', '2027-01-01')).toEqual([['confirm_certificate', null]])
})

test('what a proposal would meet is known before it is made, with the count so far', async () => {
  const limit = { kind: 'bonds_per_period', bondCount: 3, periodDays: 30, cap: cents(0n) } as const
  await givenReviewedRule(keeper, { code: `${ruleCode}-count`, place, ...limit })
  const preview = (more: { kind?: 'court_bail' | 'support'; funds?: string[] } = {}) =>
    previewFindings({
      ...{ staff: { ...team.intake, revealsIn: [] }, funds: [team.fundId], caseCode: null },
      ...{ kind: 'court_bail', principalCents: 100_00n, ...more },
    })
  expect(await preview()).toMatchObject({
    isUnderRules: true,
    findings: [{ code: ruleCode, blocks: true }],
    counts: [{ code: `${ruleCode}-count`, counted: 0, bondCount: 3, periodDays: 30 }],
  })
  expect(await preview({ kind: 'support' })).toBeNull()
  expect(await preview({ funds: [(await givenTeam()).fundId] })).toBeNull()
})
