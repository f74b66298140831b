import { beforeAll, expect, test } from 'vitest'
import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { back, givenAdvance, givenApproved, payFrom } from '#tests/support/given-advance.ts'
import { caseOf } from '#tests/support/given-copay.ts'
import { approveBy, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest, requestRow, walk } from '#tests/support/given-request.ts'
import { givenActorIn, givenAlliance, givenSharedProposal, paySharedBy } from '#tests/support/given-shared-bond.ts'
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
