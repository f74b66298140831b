import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as page from '#app/routes/admin.requests.$requestId_.pathways.$pathwayId.tsx'
import { pdf } from '#tests/domain/documents/given-files.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam, walk } from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()

let team: IntakeTeam
let params: { requestId: string; pathwayId: string }
beforeAll(async () => {
  team = await givenIntakeTeam()
  const requestId = await givenRequest(team.fundId)
  await walk(team, requestId, 'screening', 'no_bond_available')
  await openPathway({ staff: team.intake, requestId, kind: 'humanitarian' })
  const { id: pathwayId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestPathway.findFirstOrThrow({ where: { requestId } }),
  )
  params = { requestId, pathwayId }
})

const enrolled = new Set<string>()

async function browserOf({ id }: ActingStaff) {
  if (!enrolled.has(id)) await givenTotp(id)
  enrolled.add(id)
  return signedIn(id)
}

/** It says that it is a PDF, whatever is in it. */
const file = (bytes: Uint8Array) =>
  new File([new Uint8Array(bytes)], 'Rosa Quill.pdf', { type: 'application/pdf' })
const letter = { step: 'medical_records', kind: 'letter' }
const stored = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.personDocument.count())

test('a document is put beside a step, and listed there to whoever may know of it', async () => {
  const intake = await browserOf(team.intake)
  const answer = await intake.post(page, { ...letter, file: file(pdf()) }, { params })
  expect(answer).toMatchObject({
    status: 303,
    location: `/admin/requests/${params.requestId}/pathways/${params.pathwayId}`,
  })
  expect(await intake.get(page, { params })).toMatchObject({
    data: {
      ...{ kind: 'humanitarian', isOver: false, mayAdd: true, mayOpen: true },
      documents: [{ number: 1, step: 'medical_records', kind: 'letter', mediaType: 'application/pdf' }],
    },
  })
  const approver = await browserOf(team.approver)
  const { data } = await approver.get(page, { params })
  expect(data).toMatchObject({ mayAdd: false, mayOpen: true, documents: [{ number: 1 }] })
  expect((data.reasons as { reason: string }[]).map(({ reason }) => reason)).toEqual(['screening'])
  expect(await approver.post(page, { ...letter, file: file(pdf()) }, { params })).toMatchObject({
    status: 403,
  })
  const auditor = await browserOf(await givenActor(team.fundId, ['auditor']))
  expect(await auditor.get(page, { params })).toMatchObject({ status: 403 })
})

test('what lies about its type, lacks its file, its step or its kind comes back, and stores nothing', async () => {
  const intake = await browserOf(team.intake)
  const before = await stored()
  const sent = (form: Record<string, string | File>) => intake.post(page, form, { params })
  expect(await sent({ step: '', kind: '' })).toMatchObject({
    status: 422,
    data: { errors: { step: 'required', kind: 'required', file: 'file_missing' } },
  })
  expect(await sent({ ...letter, file: file(Buffer.from('<html></html>')) })).toMatchObject({
    status: 409,
    data: { errors: { file: 'file_type_unknown' }, values: letter },
  })
  expect(await sent({ ...letter, step: 'sponsor_named', file: file(pdf()) })).toMatchObject({
    status: 409,
    data: { errors: { step: 'pathway_document_is_beside_a_step' } },
  })
  expect(await sent({ ...letter, kind: 'diary', surprise: 'x', file: file(pdf()) })).toMatchObject({
    status: 422,
    data: { errors: { surprise: 'unknown_field' } },
  })
  expect(await stored()).toBe(before)
})

test('another fund’s way, another request’s, and none at all are not there', async () => {
  const elsewhere = await browserOf((await givenIntakeTeam()).intake)
  expect(await elsewhere.get(page, { params })).toMatchObject({ status: 404 })
  expect(await elsewhere.post(page, { ...letter, file: file(pdf()) }, { params })).toMatchObject({
    status: 404,
  })
  const intake = await browserOf(team.intake)
  for (const wrong of [
    { ...params, pathwayId: randomUUID() },
    { ...params, requestId: await givenRequest(team.fundId) },
    { ...params, pathwayId: '1' },
  ])
    expect(await intake.get(page, { params: wrong })).toMatchObject({ status: 404 })
})
