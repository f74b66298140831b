import { beforeAll, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { listDocuments } from '#app/domain/documents/list-documents.server.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import { addPathwayDocument } from '#app/domain/pathways/add-pathway-document.server.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { pathwayDocuments } from '#app/domain/pathways/pathway-documents.server.ts'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { gps, jpeg, pdf } from '#tests/domain/documents/given-files.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { brokenRule, refusalOf, refusalsOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const system = { scope: { kind: 'system' } } as const

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

/** Someone for whom no bond can be posted, and a way to parole that is open. */
async function givenWay() {
  const requestId = await givenRequest(team.fundId)
  await walk(team, requestId, 'screening', 'no_bond_available')
  await openPathway({ staff: team.intake, requestId, kind: 'parole' })
  const { id: pathwayId } = await inTransaction(system, (tx) =>
    tx.requestPathway.findFirstOrThrow({ where: { requestId } }),
  )
  const { personId } = await requestRow(requestId)
  return { requestId, pathwayId, personId }
}

type Added = Parameters<typeof addPathwayDocument>[0]
const put = (of: Pick<Added, 'requestId' | 'pathwayId'> & Partial<Added>) =>
  addPathwayDocument({ staff: team.intake, step: 'letters_of_support', kind: 'letter', file: pdf(), ...of })

const listed = async (pathwayId: string) =>
  (await pathwayDocuments({ pathwayId, fundIds: [team.fundId] })).map(({ number, step, kind }) => [
    number,
    step,
    kind,
  ])

test('a document lies beside its step, among the person’s others, and is opened with a reason that is kept', async () => {
  const { requestId, pathwayId, personId } = await givenWay()
  await givenDocument(team.intake, personId)
  const { documentId, number } = await put({ requestId, pathwayId, file: jpeg({ extra: [gps] }) })
  await put({ requestId, pathwayId, step: 'address_proved', kind: 'other' })
  expect(number).toBe(2)
  expect(await listed(pathwayId)).toEqual([
    [3, 'address_proved', 'other'],
    [2, 'letters_of_support', 'letter'],
  ])
  expect(await listDocuments({ personId, fundIds: [team.fundId] })).toHaveLength(3)
  const staff = { ...team.intake, language: 'en' as const, roles: [] }
  const page = await requestPage({ requestId, staff })
  expect(page?.pathways).toMatchObject([{ beside: ['letters_of_support', 'address_proved'], done: [] }])

  const opened = await openDocument({ staff: team.approver, personId, documentId, reason: 'screening' })
  expect(Buffer.from(opened.bytes).equals(jpeg())).toBe(true)
  const look = await inTransaction(system, (tx) => tx.personReveal.findFirst({ where: { personId } }))
  expect(look).toMatchObject({ fields: ['document'], reason: 'screening', documentNumber: 2 })
  const events = await inTransaction(system, (tx) =>
    tx.auditEvent.findMany({ where: { subjectId: requestId, action: 'request.pathway_document' } }),
  )
  expect(events.map(({ detail }) => detail)).toMatchObject([
    { pathway: 'parole', step: 'letters_of_support', kind: 'letter', number: 2 },
    { pathway: 'parole', step: 'address_proved', kind: 'other', number: 3 },
  ])
})

test('what is no document, no step, no open way, or nobody’s work is refused, and nothing is stored', async () => {
  const way = await givenWay()
  const { requestId } = await givenWay()
  const codes = await refusalsOf([
    put({ ...way, step: 'bond_set' }),
    put({ ...way, file: Buffer.from('<svg/>') }),
    put({ ...way, staff: team.approver }),
    put({ ...way, requestId }),
  ])
  expect(codes).toEqual([
    'pathway_document_is_beside_a_step',
    'file_type_unknown',
    'role_may_not',
    'pathway_unknown',
  ])
  await endPathway({ staff: team.intake, ...way, outcome: 'given_up' })
  expect((await refusalOf(put(way))).code).toBe('pathway_ends_once')
  expect(await listDocuments({ personId: way.personId, fundIds: [team.fundId] })).toEqual([])
})

test('is counted with the person’s documents, held with them, and goes with them', async () => {
  const { requestId, pathwayId, personId } = await givenWay()
  await put({ requestId, pathwayId })
  const stored = async () =>
    (await personPage({ staff: team.intake, fundIds: [team.fundId], personId }))?.stored
  expect(await stored()).toMatchObject({ documents: 1 })
  const erase = () => erasePerson({ staff: team.administrator, personId })
  const { caseCode } = await inTransaction(system, (tx) =>
    tx.personCase.findFirstOrThrow({ where: { personId } }),
  )
  const other = await givenWay()
  await openDemand({
    ...{ staff: team.administrator, timezone: 'America/Chicago' },
    demand: {
      ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
      scope: { kind: 'person', caseCode },
    },
  })
  expect((await refusalOf(erase())).code).toBe('person_is_on_hold')
  expect(await listed(pathwayId)).toHaveLength(1)

  await put(other)
  await erasePerson({ staff: team.administrator, personId: other.personId })
  expect(await listed(other.pathwayId)).toEqual([])
  const left = await inTransaction(system, (tx) =>
    tx.personDocument.count({ where: { personId: other.personId } }),
  )
  expect(left).toBe(0)
})

test('is a step: nobody is forgotten on the sixtieth day while their papers are gathered', async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const gathered = await asOfTime(daysAgo(61), givenWay)
  await asOfTime(daysAgo(1), () => put(gathered))
  const left = await asOfTime(daysAgo(61), givenWay)
  await eraseUnaccepted()
  expect((await requestRow(gathered.requestId)).erasedAt).toBeNull()
  expect((await requestRow(left.requestId)).erasedAt).not.toBeNull()
})

test('by hand no document is put beside a step of another’s way, of another list, or moved', async () => {
  const way = await givenWay()
  const other = await givenWay()
  const { documentId } = await givenDocument(team.intake, way.personId)
  const by = (await givenActor(team.fundId, ['intake'])).id
  const beside = (of: Partial<Record<'way' | 'kind' | 'step' | 'by', string>> = {}): Statement => [
    `insert into request_pathway_document (document_id, pathway_id, kind, step, added_by, occurred_at)
       values ($1, $2, $3, $4, $5, now())`,
    [
      ...[documentId, of.way ?? way.pathwayId, of.kind ?? 'parole', of.step ?? 'lawyer_found'],
      of.by ?? team.intake.id,
    ],
  ]
  for (const url of [world.appUrl, world.ownerUrl]) {
    const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
    expect(await broken(beside({ way: other.pathwayId }))).toBe('papers_are_of_their_case')
    expect(await broken(beside({ by }))).toBe('papers_are_of_their_case')
    expect(await broken(beside({ kind: 'litigation' }))).toBe('pathway_document_is_beside_a_step')
    expect(await broken(beside({ step: 'bond_set' }))).toBe('pathway_document_is_beside_a_step')
    expect(await broken(beside(), beside())).toBe('document_is_beside_one_step')
  }
  const rewritten = namingViolations(() =>
    run(world.ownerUrl, [beside(), ["update request_pathway_document set step = 'request_filed'", []]]),
  )
  expect(await brokenRule(rewritten)).toBe('request_events_are_append_only')
})
