import { beforeAll, describe, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { addDocument } from '#app/domain/documents/add-document.server.ts'
import { listDocuments } from '#app/domain/documents/list-documents.server.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import { recordParty } from '#app/domain/papers/record-party.server.ts'
import { openDocument as unseal } from '#app/domain/vault/crypto.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import {
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { refusalOf, refusalsOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { gps, jpeg, pdf } from './given-files.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 90_000_00n })
})

/** Someone for whom a bond is to be posted. */
async function givenProposedPerson() {
  const person = await givenPerson(team.fundId)
  await givenProposal(team, { caseCode: person.caseCode })
  return person
}

const open = (personId: string, documentId: string, staff = team.intake) =>
  openDocument({ staff, personId, documentId, reason: 'posting_bond' })

test('what is stored is sealed, cleaned, numbered, and handed out only with a reason that is kept', async () => {
  const { personId } = await givenProposedPerson()
  const first = await givenDocument(team.intake, personId, jpeg({ extra: [gps] }))
  const second = await givenDocument(team.intake, personId)
  expect([first.number, second.number]).toEqual([1, 2])
  const listed = await listDocuments({ personId, fundIds: [team.fundId] })
  expect(listed.map(({ number, mediaType, kind }) => [number, mediaType, kind])).toEqual([
    [2, 'application/pdf', 'court_receipt'],
    [1, 'image/jpeg', 'court_receipt'],
  ])
  const opened = await open(personId, first.documentId)
  expect(Buffer.from(opened.bytes).equals(jpeg())).toBe(true)
  expect(opened).toMatchObject({ mediaType: 'image/jpeg', name: 'document-1.jpg' })
  const look = await inTransaction(system, (tx) => tx.personReveal.findFirst({ where: { personId } }))
  expect(look).toMatchObject({ fields: ['document'], reason: 'posting_bond', staffId: team.intake.id })
  expect(await db().auditEvent.findFirst({ where: { action: 'person.document_opened' } })).toMatchObject({
    detail: { reason: 'posting_bond', kind: 'court_receipt', number: 1 },
  })
})

test('who may not is refused, what is no document stores nothing', async () => {
  const { personId } = await givenProposedPerson()
  const other = await givenProposedPerson()
  const { documentId } = await givenDocument(team.intake, personId)
  const administrator = await givenActor(team.fundId, ['administrator'])
  const auditor = await givenActor(team.fundId, ['auditor'])
  const elsewhere = await givenTeam()
  const codes = await refusalsOf([
    addDocument({ staff: team.approver, personId, kind: 'other', file: pdf() }),
    addDocument({ staff: elsewhere.intake, personId, kind: 'other', file: pdf() }),
    addDocument({ staff: team.intake, personId, kind: 'other', file: Buffer.from('<svg/>') }),
    open(personId, documentId, administrator),
    open(personId, documentId, auditor),
    open(personId, documentId, elsewhere.intake),
    open(other.personId, documentId),
  ])
  expect(codes).toEqual([
    'role_may_not',
    'person_unknown',
    'file_type_unknown',
    'role_may_not',
    'role_may_not',
    'person_unknown',
    'document_unknown',
  ])
  expect(await listDocuments({ personId, fundIds: [team.fundId] })).toHaveLength(1)
  expect(await listDocuments({ personId, fundIds: elsewhere.intake.fundIds })).toEqual([])
})

test('twenty at once get twenty numbers', async () => {
  const { personId } = await givenPerson(team.fundId)
  await Promise.all(Array.from({ length: 20 }, () => givenDocument(team.intake, personId)))
  const numbers = (await listDocuments({ personId, fundIds: [team.fundId] })).map(({ number }) => number)
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index))
})

describe('forgetting', () => {
  test('erasing makes documents unreadable for good, an older copy of the rows too', async () => {
    const { personId } = await givenPerson(team.fundId)
    const administrator = await givenActor(team.fundId, ['administrator'])
    const { documentId } = await givenDocument(team.intake, personId)
    const before = await inTransaction(system, async (tx) => ({
      row: await tx.personDocument.findUniqueOrThrow({ where: { id: documentId } }),
      key: await personKey(tx, personId),
    }))
    expect(unseal(before.row.sealed, { personId, documentId }, before.key)).toHaveLength(pdf().length)
    await erasePerson({ staff: administrator, personId })

    expect((await refusalOf(open(personId, documentId))).code).toBe('person_is_erased')
    expect((await refusalOf(givenDocument(team.intake, personId))).code).toBe('person_is_erased')
    expect(await listDocuments({ personId, fundIds: [team.fundId] })).toEqual([])
    const [stored] = await asOwner(world.ownerUrl, null, async (owner) => {
      const { rows } = await owner.query(
        'select wrapped_key from vault_keys.person_key where person_id = $1',
        [personId],
      )
      return rows
    })
    expect(stored).toEqual({ wrapped_key: null })
    const foreign = await givenPerson(team.fundId)
    const otherKey = await inTransaction(system, (tx) => personKey(tx, foreign.personId))
    expect(() => unseal(before.row.sealed, { personId, documentId }, otherKey)).toThrow('another vault key')
  })

  test('a hold keeps them', async () => {
    const { personId, caseCode } = await givenPerson(team.fundId)
    const administrator = await givenActor(team.fundId, ['administrator'])
    await givenDocument(team.intake, personId)
    await openDemand({
      staff: administrator,
      timezone: 'America/Chicago',
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'person', caseCode },
      },
    })
    expect((await refusalOf(erasePerson({ staff: administrator, personId }))).code).toBe('person_is_on_hold')
    expect(await listDocuments({ personId, fundIds: [team.fundId] })).toHaveLength(1)
  })
})

test('what a paper says stands in no table', async () => {
  const { bondId } = await givenPostedBond(team)
  const personId = await givenPersonOf(team, bondId)
  const { documentId } = await givenDocument(team.intake, personId, pdf('Quillfeather A999888777'))
  await givenEvidence(team.intake, bondId, documentId)
  await recordParty({
    ...{ staff: team.intake, bondId, role: 'depositor', holder: 'relative', signedOn: null },
    name: 'Marigold Quillfeather',
  })
  const found = await asOwner(world.ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('public', 'vault_keys', 'graphile_worker')`,
    )
    const hits: string[] = []
    for (const { name } of rows) {
      const { rows: all } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`)
      const text = all.map(({ row }) => row).join('\n')
      const bytes = [...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      )
      if (/Quillfeather|999888777|%PDF-/.test([text, ...bytes].join('\n'))) hits.push(name)
    }
    return hits
  })
  expect(found).toEqual([])
})
