import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { enterRequest } from '#app/domain/requests/enter-request.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { searchCases } from '#app/domain/vault/search-cases.server.ts'
import { writeFacts } from '#app/domain/vault/write-facts.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { dumpOf } from '#tests/support/dump.ts'
import {
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
} from '#tests/support/given-request.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

const sister = { phone: '+1 555 0171', askerName: 'Hazel Example', voicemail: 'yes' } as const
const friend = { phone: '+1 555 0172', askerName: 'Sorrel Example', voicemail: 'no' } as const

/** A request from the sister, and a second for the same person from a friend. */
async function givenTwoAskers() {
  const first = await givenRequest(team.fundId, sister)
  const caseCode = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const of = await tx.requestCase.findFirstOrThrow({ where: { requestId: first } })
    return of.caseCode
  })
  const { requestId: second } = await enterRequest({
    ...{ staff: team.intake, fundId: team.fundId, token: randomUUID(), source: 'telephone', partnerId: null },
    ...{ sameAsCase: caseCode, form: { ...helpForm, ...friend } },
  })
  const { personId, code } = await requestRow(first)
  return { first, second, personId, codes: [code, (await requestRow(second)).code] }
}

const voicemailOf = async (requestId: string) =>
  (
    await requestPage({
      requestId,
      staff: { ...team.intake, roles: [{ fundId: team.fundId, role: 'intake' }], language: 'en' },
    })
  )?.voicemail
const page = (personId: string) => personPage({ staff: team.intake, fundIds: [team.fundId], personId })
const found = async (plain: string) =>
  (await searchCases({ staff: team.intake, kind: 'phone', plain })).map(({ personId }) => personId)

test('the name that is kept of somebody is not replaced by what another asker calls them; one that is missing is written', async () => {
  const first = await givenRequest(team.fundId, { personName: 'Juniper Legal Fictional' })
  const { personId } = await requestRow(first)
  const nobody = await givenPerson(team.fundId, {})
  const caseOf = (id: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personCase.findFirstOrThrow({ where: { personId: id } }),
    )
  for (const id of [personId, nobody.personId])
    await enterRequest({
      ...{
        staff: team.intake,
        fundId: team.fundId,
        token: randomUUID(),
        source: 'telephone',
        partnerId: null,
      },
      ...{ sameAsCase: (await caseOf(id)).caseCode, form: { ...helpForm, personName: 'Juni' } },
    })
  expect(await known(personId)).toMatchObject({ name: 'Juniper Legal Fictional' })
  expect(await known(nobody.personId)).toMatchObject({ name: 'Juni' })
  const byName = await searchCases({ staff: team.intake, kind: 'name', plain: 'juniper legal fictional' })
  expect(byName.map((each) => each.personId)).toContain(personId)
})

test('each number keeps its own word about voicemail, and neither takes the place of the other', async () => {
  const { first, second, personId, codes } = await givenTwoAskers()
  expect([await voicemailOf(first), await voicemailOf(second)]).toEqual([true, false])
  const seen = await reveal({
    ...{ staff: team.intake, personId, fields: ['phone', 'contact'], reason: 'reaching_the_person' },
  })
  expect(seen).toEqual([
    { field: 'phone', value: sister.phone, request: { code: codes[0], voicemail: true } },
    { field: 'phone', value: friend.phone, request: { code: codes[1], voicemail: false } },
    {
      ...{ field: 'contact', value: `${sister.askerName}\n${helpForm.language}` },
      request: { code: codes[0], voicemail: true },
    },
    {
      ...{ field: 'contact', value: `${friend.askerName}\n${helpForm.language}` },
      request: { code: codes[1], voicemail: false },
    },
  ])
})

test('the person is found by each number, also when one of their own is written', async () => {
  const { personId } = await givenTwoAskers()
  await writeFacts({ staff: team.intake, personId, facts: { phone: '+1 555 0173' } })
  for (const phone of [sister.phone, friend.phone, '+1 555 0173'])
    expect(await found(phone)).toContain(personId)
})

test('an erasure takes every number with it, and until then a demand is told of each', async () => {
  const { personId } = await givenTwoAskers()
  const known = await page(personId)
  expect(known?.fields).toMatchObject([
    { field: 'name', requests: 0 },
    { field: 'phone', versions: 0, requests: 2 },
    { field: 'contact', versions: 0, requests: 2 },
    // Where someone is held was said in each case.
    { field: 'facility', requests: 0 },
    { field: 'facility', requests: 0 },
  ])
  expect(known?.stored.fields).toBe(5)
  const told = ['555 0171', '5550171', '555 0172', 'Hazel', 'Sorrel', 'slow Spanish']
  for (const [name, text] of await dumpOf(world.ownerUrl))
    for (const trace of told) expect(text.includes(trace), `${name}: ${trace}`).toBe(false)

  await erasePerson({ staff: team.administrator, personId })
  expect(await found(sister.phone)).not.toContain(personId)
  const left = await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('select from request_field where person_id = $1', [personId]),
  )
  expect(left.rows).toEqual([])
})

test('a number of before, which no request has for itself, is used as its most careful asker said', async () => {
  const { first, second, personId } = await givenTwoAskers()
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestField.deleteMany({ where: { personId } }),
  )
  expect([await voicemailOf(first), await voicemailOf(second)]).toEqual([false, false])
})
