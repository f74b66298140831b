import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import { emergencies } from '#app/domain/vault/emergency/emergencies.server.ts'
import { listDocumentsInEmergency } from '#app/domain/vault/emergency/list-documents-in-emergency.server.ts'
import { openDocumentInEmergency } from '#app/domain/vault/emergency/open-document-in-emergency.server.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { db } from '#app/platform/db.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { anHourPasses, breakBy } from '#tests/support/given-emergency.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

const world = await useWorld()

let team: Team
let ada: ActingStaff
let auditor: ActingStaff
beforeAll(async () => {
  team = await givenTeam()
  ada = await givenActor(team.fundId, ['administrator'])
  auditor = await givenActor(team.fundId, ['auditor'])
})

const overIts = 'emergency_look_stays_in_its_hour'

async function givenPapers() {
  const { personId } = await givenPerson(team.fundId, { name: 'Odile Bramble' })
  const first = await givenDocument(team.intake, personId)
  const second = await givenDocument(team.intake, personId)
  return { personId, documentIds: [first.documentId, second.documentId] as const }
}
const open = (personId: string, documentId: string, staff = ada) =>
  openDocumentInEmergency({ staff, personId, documentId })
const list = (personId: string, staff = ada) => listDocumentsInEmergency({ staff, personId })

test('within the hour the record’s documents are listed and handed out, and the review names each', async () => {
  const { personId, documentIds } = await givenPapers()
  expect(await whyRefused(list(personId))).toBe(overIts)
  expect(await whyRefused(open(personId, documentIds[1]))).toBe(overIts)

  const glassId = await breakBy(ada, personId)
  expect((await list(personId)).map(({ number }) => number)).toEqual([2, 1])
  const file = await open(personId, documentIds[1])
  expect(file).toMatchObject({ name: 'document-2.pdf', mediaType: 'application/pdf' })
  await open(personId, documentIds[1])

  const mine = async () => (await emergencies({ fundIds: [team.fundId] })).find(({ id }) => id === glassId)
  expect(await mine()).toMatchObject({
    fields: ['documents'],
    documents: [{ number: 2, kind: 'court_receipt' }],
  })
  const page = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
  expect(page?.looks.map(({ fields, reason }) => [fields, reason])).toEqual([
    [['document'], 'emergency'],
    [['document'], 'emergency'],
    [['documents'], 'emergency'],
  ])
  const events = await db().auditEvent.findMany({
    where: { subjectId: personId, actorId: ada.id, outcome: 'done' },
    orderBy: { id: 'asc' },
  })
  const opened = ['person.document_opened', { reason: 'emergency', kind: 'court_receipt', number: 2 }]
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['person.glass_broken', { reason: 'medical' }],
    ['person.revealed', { reason: 'emergency', fields: 'documents' }],
    opened,
    opened,
  ])

  await reviewGlass({ staff: auditor, glassId, finding: 'justified', note: 'person_was_in_danger' })
  expect(await whyRefused(open(personId, documentIds[1]))).toBe(overIts)
  await erasePerson({ staff: ada, personId })
  expect((await mine())?.documents).toEqual([{ number: 2, kind: null }])
})

test('not after the hour, nor of another record, nor by someone else, and no other door opens', async () => {
  const { personId, documentIds } = await givenPapers()
  const other = await givenPapers()
  const glassId = await breakBy(ada, personId)
  expect(await refusalOf(open(personId, other.documentIds[0]))).toMatchObject({ code: 'document_unknown' })
  expect(await whyRefused(open(other.personId, other.documentIds[0]))).toBe(overIts)
  expect(await whyRefused(list(other.personId))).toBe(overIts)
  const ben = await givenActor(team.fundId, ['administrator'])
  expect(await whyRefused(open(personId, documentIds[0], ben))).toBe(overIts)
  expect(await whyRefused(open(personId, documentIds[0], auditor))).toBe('role_may_not')
  const elsewhere = await givenActor((await givenTeam()).fundId, ['administrator'])
  expect(await whyRefused(open(personId, documentIds[0], elsewhere))).toBe('person_unknown')
  const ordinary = { staff: ada, personId, documentId: documentIds[0], reason: 'correction' } as const
  expect(await whyRefused(openDocument(ordinary))).toBe('role_may_not')

  await open(personId, documentIds[0])
  await anHourPasses(world, glassId)
  expect(await whyRefused(open(personId, documentIds[0]))).toBe(overIts)
  expect(await whyRefused(list(personId))).toBe(overIts)
  const [listed] = (await emergencies({ fundIds: [team.fundId] })).filter(({ id }) => id === glassId)
  expect(listed?.documents.map(({ number }) => number)).toEqual([1])
})
