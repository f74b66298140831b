import { beforeAll, expect, test } from 'vitest'
import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { back, givenAdvance, givenApproved, payFrom } from '#tests/support/given-advance.ts'
import { caseOf } from '#tests/support/given-copay.ts'
import { givenDate, inDays } from '#tests/support/given-dates.ts'
import {
  approveBy,
  givenPostedBond,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { walk as walkBond } from '#tests/support/given-loss.ts'
import { givenEvidence } from '#tests/support/given-papers.ts'
import { assign, givenApprovedBond, givenPoster } from '#tests/support/given-posting.ts'
import { givenIntakeTeam, givenRequest, requestRow, walk } from '#tests/support/given-request.ts'
import {
  givenActorIn,
  givenAlliance,
  givenSharedBond,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 50_000_00n })
})

async function recordOf(caseCode: string, fundIds = [team.fundId]) {
  const record = await caseRecord({ caseCode, fundIds, language: 'en' })
  if (!record) throw new Error('the case is theirs')
  const ofKind = (kind: string) => record.moments.filter((moment) => moment.kind === kind)
  return { ...record, ofKind, codes: (kind: string) => ofKind(kind).map(({ code }) => code) }
}

async function auditOf(caseCode: string, fundIds = [team.fundId]) {
  const roles = fundIds.map((fundId) => ({ fundId, role: 'auditor' as const }))
  const filter = { ...wholeAudit, case: caseCode }
  const { rows } = await listAudit({ staff: { fundIds, roles }, language: 'en', before: null, filter })
  return rows.map(({ action, outcome }) => `${action} ${outcome}`).reverse()
}

test('cash that was signed out for a case stands in its record, with who signed, and in its audit', async () => {
  const disbursementId = await givenApproved(team)
  const advanceId = await givenAdvance(team, { for: [disbursementId] })
  await back(team, advanceId, 2_500_00n)
  const caseCode = await caseOf(disbursementId)
  const record = await recordOf(caseCode)
  expect(record.ofKind('cash')).toMatchObject([
    { code: 'signed_out', by: 'treasurer and approver', amountCents: 2_500_00n },
    { code: 'confirmed', by: 'approver', amountCents: 2_500_00n },
    { code: 'brought_back', by: 'treasurer and approver', amountCents: 2_500_00n },
    { code: 'return_signed', by: 'approver', amountCents: 2_500_00n },
  ])
  expect(record.transfers).toMatchObject([
    { debit: 'advance', credit: 'bank', amountCents: 2_500_00n },
    { debit: 'bank', credit: 'advance', amountCents: 2_500_00n },
  ])
  const acts = ['signed_out', 'confirmed', 'brought_back', 'return_signed']
  expect((await auditOf(caseCode)).filter((action) => action.startsWith('advance.'))).toEqual(
    acts.map((act) => `advance.${act} done`),
  )
})

test('a float out of which a case was paid is of that case, and of no other', async () => {
  const float = await givenAdvance(team, { amount: 3_000_00n })
  const disbursementId = await givenApproved(team)
  await payFrom(team.intake, float, disbursementId)
  expect((await recordOf(await caseOf(disbursementId))).codes('cash')).toEqual(['signed_out', 'confirmed'])
  expect((await recordOf(await caseOf(await givenApproved(team)))).codes('cash')).toEqual([])
})

test('a payment of a shared bond that was refused is found by the case', async () => {
  const alliance = await givenAlliance()
  const shared = await givenSharedProposal(alliance)
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  const caseCode = await caseOf(shared.disbursementIds[0] ?? '')
  const auditor = await givenActorIn(alliance.fundIds, ['auditor'])
  expect((await refusalOf(paySharedBy(auditor, shared, { principal: 5_000_00n }))).code).toBe('role_may_not')
  expect(await auditOf(caseCode, alliance.fundIds)).toContain('disbursement.paid refused')
})

test('a request is of the cases that it names, not of all that its person has', async () => {
  const own = await givenIntakeTeam()
  const fundIds = [own.fundId]
  const requestId = await givenRequest(own.fundId)
  await walk(own, requestId, 'screening')
  const { personId, code } = await requestRow(requestId)
  const disbursementId = await givenProposal(own)
  const other = await caseOf(disbursementId)
  const named = await inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    await linkCase(tx, { personId, caseCode: other })
    return tx.requestCase.findFirstOrThrow({ where: { requestId } })
  })
  const record = await recordOf(named.caseCode, fundIds)
  expect(record.requests).toMatchObject([{ code }])
  expect(record.codes('request')).toContain('screening')
  expect(await recordOf(other, fundIds)).toMatchObject({
    requests: [],
    disbursements: [{ id: disbursementId }],
  })
  expect((await recordOf(other, fundIds)).codes('request')).toEqual([])
  const aboutRequests = async (caseCode: string) =>
    (await auditOf(caseCode, fundIds)).filter((action) => action.startsWith('request.'))
  expect(await aboutRequests(named.caseCode)).not.toEqual([])
  expect(await aboutRequests(other)).toEqual([])
})

test('who was sent to the window, and who was called back, stands in the record', async () => {
  const [pia, ned] = [await givenPoster(team.fundId, 'Pia'), await givenPoster(team.fundId, 'Ned')]
  const disbursementId = await givenApprovedBond(team)
  for (const poster of [pia, ned]) await assign(team, disbursementId, poster)
  const record = await recordOf(await caseOf(disbursementId))
  expect([...record.ofKind('window'), ...record.ofKind('window_over')]).toMatchObject([
    { whom: 'Pia', by: 'intake' },
    { whom: 'Ned', by: 'intake' },
    { whom: 'Pia', by: 'intake', code: 'reassigned' },
  ])
})

test('calls to the jail, dates and what became of them, last days, papers and copies stand in the record', async () => {
  const { bondId } = await givenPostedBond(team)
  const staff = team.intake
  await recordReleaseCheck({ staff, bondId, answer: 'hold' })
  await recordRelease({ staff, bondId, outcome: 'released', knownFrom: 'jail' })
  const dateId = await givenDate(team, bondId, { day: inDays(0) })
  const missed = { dateId, outcome: 'missed', knownFrom: 'court_docket', next: null } as const
  await recordAppearance({ staff, bondId, ...missed })
  const { caseCode, missedId } = await inTransaction({ scope: { kind: 'system' } }, async (tx) => ({
    missedId: (await tx.missedDate.findFirstOrThrow({ where: { bondId } })).id,
    caseCode: (await tx.bond.findUniqueOrThrow({ where: { id: bondId } })).caseCode,
  }))
  const known = { lawyer: 'called', whereabouts: 'in_hospital', proof: null } as const
  await answerMissedDate({ staff, bondId, missedId, ...known })
  await walkBond(team, bondId, ['forfeiture_noticed', 'active', 'missed_court'])
  const paper = { paper: 'court_receipt', standing: 'copy', happenedOn: inDays(0) } as const
  await recordPaper({ staff, bondId, ...paper, documentId: null, evidenceId: null })
  const evidenceId = await givenEvidence(staff, bondId)
  await reviewEvidence({ staff: team.approver, bondId, evidenceId, clean: true })

  const today = new Date(inDays(0))
  const { moments } = await recordOf(caseCode)
  const told = moments.filter(({ kind }) => !['disbursement', 'approval', 'payment', 'bond'].includes(kind))
  expect(told).toMatchObject([
    { kind: 'release_check', code: 'hold', by: 'intake' },
    { kind: 'date', code: 'status', day: today },
    { kind: 'date_over', code: 'missed', also: 'status', day: today },
    { kind: 'missed_answer', code: 'in_hospital', also: 'called' },
    { kind: 'deadline', code: 'set_aside' },
    { kind: 'deadline_over', code: 'met', also: 'set_aside' },
    { kind: 'missed' },
    { kind: 'paper', code: 'court_receipt', also: 'copy', day: today },
    { kind: 'evidence', code: 'posting' },
    { kind: 'evidence_seen', code: 'clean', also: 'posting', by: 'approver' },
  ])
})

test('what is recorded of a bond that funds share is told once', async () => {
  const alliance = await givenAlliance()
  const { bondIds, disbursementIds } = await givenSharedBond(alliance)
  const check = { staff: alliance.intake, bondId: bondIds[0], answer: 'hold' } as const
  await recordReleaseCheck(check)
  const caseCode = await caseOf(disbursementIds[0] ?? '')
  for (const fundIds of [alliance.fundIds, [alliance.fundIds[1]]])
    expect((await recordOf(caseCode, fundIds)).codes('release_check')).toEqual(['hold'])
})
