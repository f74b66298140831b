import { beforeAll, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import { revealParties } from '#app/domain/papers/reveal-parties.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { offeredTo, type RevealReason } from '#app/domain/vault/reasons.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  payBy,
} from '#tests/support/given-disbursement.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

const why = async (personId: string) => {
  const page = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
  return page?.reasons.map(({ reason }) => reason)
}
type Asked = { staff?: ActingStaff; caseCode?: string; fields?: VaultField[] }
const look = (personId: string, reason: RevealReason, { staff, caseCode, fields = ['name'] }: Asked = {}) =>
  reveal({ staff: staff ?? team.intake, personId, caseCode: caseCode ?? null, fields, reason })

async function callsDone(requestId: string): Promise<void> {
  for (const { id, doneAt } of (await requestRow(requestId)).callTasks)
    if (!doneAt) await recordCall({ staff: team.intake, requestId, callId: id, outcome: 'reached' })
}

const callsOfCase = (caseCode: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.callTask.findMany({ where: { helpRequest: { requestCases: { some: { caseCode } } }, doneAt: null } }),
  )

describe('a reason is true while its work is there', () => {
  test('from the asking to the end of the case', async () => {
    const requestId = await givenRequest(team.fundId)
    const { personId } = await requestRow(requestId)
    expect(await why(personId)).toEqual(['screening', 'reaching_the_person', 'correction'])
    await callsDone(requestId)
    expect(await why(personId)).toEqual(['screening', 'correction'])
    await walk(team, requestId, 'screening', 'recommended', 'approved')
    await callsDone(requestId)
    expect(await why(personId)).toEqual(['posting_bond', 'correction'])

    const page = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
    const caseCode = page?.caseCodes[0] ?? ''
    const disbursementId = await givenProposal(team, { caseCode })
    await approveBy(team.approver, disbursementId)
    expect(await why(personId)).toEqual(['posting_bond', 'correction'])
    const { bondId } = await payBy(team.intake, disbursementId)
    expect(await why(personId)).toEqual([
      ...['court_date', 'reaching_the_person', 'return_of_money', 'correction'],
    ])
    const told = { staff: team.intake, bondId: bondId ?? '' }
    await recordRelease({ ...told, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ ...told, knownFrom: 'lawyer' })
    for (const { id } of await callsOfCase(caseCode))
      await recordCall({ staff: team.intake, requestId, callId: id, outcome: 'reached' })
    expect(await why(personId)).toEqual(['return_of_money', 'correction'])
  })

  test('nothing is open: nobody has a reason, until counsel asks', async () => {
    const { personId } = await givenPerson(team.fundId)
    const requestId = await givenRequest(team.fundId)
    await walk(team, requestId, 'screening', 'withdrawn')
    await callsDone(requestId)
    for (const id of [personId, (await requestRow(requestId)).personId]) {
      expect(await why(id)).toEqual([])
      for (const reason of ['screening', 'correction', 'counsel_asked'] as const)
        expect(await whyRefused(look(id, reason))).toBe('reason_is_true_of_the_case')
    }
    const { caseCode } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personCase.findFirstOrThrow({ where: { personId } }),
    )
    await openDemand({
      staff: team.administrator,
      timezone: 'America/Chicago',
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'person', caseCode },
      },
    })
    expect(await why(personId)).toEqual(['counsel_asked'])
    expect(await look(personId, 'counsel_asked')).toMatchObject([{ value: 'Rosa Quill' }])
  })

  test('an original is opened for an auditor whose sample waits', async () => {
    const own = await givenIntakeTeam()
    const { personId, caseCode } = await givenPerson(own.fundId)
    await givenPostedBond(own, { caseCode })
    const { documentId } = await givenDocument(own.intake, personId)
    const open = (reason: RevealReason) => openDocument({ staff: own.approver, personId, documentId, reason })
    expect(await whyRefused(open('auditor_sample'))).toBe('reason_is_true_of_the_case')
    const auditor = await givenActor(own.fundId, ['auditor'])
    const period = { from: '2020-01-01', to: '2099-12-31' }
    await drawSample({ staff: auditor, fundId: own.fundId, ...period, wanted: 1 })
    expect((await open('auditor_sample')).mediaType).toBe('application/pdf')
    const name = reveal({ staff: own.approver, personId, fields: ['name'], reason: 'auditor_sample' })
    expect(await whyRefused(name)).toBe('reason_opens_its_fields')
  })
})

describe('a reason is of one case', () => {
  test('what is true of one opens nothing of another', async () => {
    const { personId, caseCode: one } = await givenPerson(team.fundId)
    const other = newCaseCode()
    await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      await linkCase(tx, { personId, caseCode: other })
      for (const caseCode of [one, other])
        await writeField(tx, { personId, caseCode, field: 'court', plain: `Court of ${caseCode}` })
    })
    const { bondId } = await givenPostedBond(team, { caseCode: one })
    await givenProposal(team, { caseCode: other })
    const court = (reason: RevealReason, caseCode: string) =>
      look(personId, reason, { caseCode, fields: ['court'] })
    expect(await court('court_date', one)).toMatchObject([{ value: `Court of ${one}` }])
    expect(await whyRefused(court('court_date', other))).toBe('reason_is_true_of_the_case')
    expect(await whyRefused(court('posting_bond', one))).toBe('reason_is_true_of_the_case')
    const parties = revealParties({ staff: team.intake, bondId, reason: 'posting_bond' })
    expect(await whyRefused(parties)).toBe('reason_is_true_of_the_case')
    const page = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
    expect(page?.reasons).toContainEqual({ reason: 'court_date', caseCodes: [one] })
    expect(page?.reasons).toContainEqual({ reason: 'correction', caseCodes: [one, other] })
  })
})

describe('a reason is of someone’s work, and opens what that needs', () => {
  test('others are refused, and every attempt is kept by its rule', async () => {
    const { personId, caseCode } = await givenPerson(team.fundId, {
      name: 'Rosa Quill',
      note: 'Left-handed.',
    })
    await givenPostedBond(team, { caseCode })
    const treasurer = await givenActor(team.fundId, ['treasurer'])
    const attempts = [
      look(personId, 'correction', { staff: treasurer }),
      look(personId, 'reaching_the_person', { staff: team.approver }),
      look(personId, 'return_of_money'),
      look(personId, 'return_of_money', { staff: treasurer, fields: ['name', 'screening'] }),
      look(personId, 'court_date', { fields: ['note'] }),
      look(personId, 'screening'),
    ]
    expect(await Promise.all(attempts.map(whyRefused))).toEqual([
      'reason_is_of_their_work',
      'reason_is_of_their_work',
      'reason_is_of_their_work',
      'reason_opens_its_fields',
      'reason_opens_its_fields',
      'reason_is_true_of_the_case',
    ])
    const kept = await db().auditEvent.findMany({ where: { subjectId: personId, outcome: 'refused' } })
    expect(kept.map(({ detail }) => (detail as { reason: string }).reason).sort()).toEqual(
      (await Promise.all(attempts.map(whyRefused))).sort(),
    )
    const looks = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personReveal.count({ where: { personId } }),
    )
    expect(looks).toBe(0)
  })

  test('a page offers what is true, theirs, and fits', () => {
    const all = (['screening', 'correction', 'return_of_money', 'auditor_sample'] as const).map((reason) => ({
      reason,
      caseCodes: ['AAAA-2222'],
    }))
    const offered = (...asked: Parameters<typeof offeredTo>) =>
      offeredTo(...asked).map(({ reason }) => reason)
    expect(offered(['intake'], all)).toEqual(['screening', 'correction', 'auditor_sample'])
    expect(offered(['treasurer'], all)).toEqual(['return_of_money', 'auditor_sample'])
    expect(offered(['intake'], all, 'party')).toEqual(['correction'])
    expect(offered(['administrator', 'auditor'], all)).toEqual([])
  })
})
