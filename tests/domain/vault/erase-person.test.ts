import { expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import type { DemandScope } from '#app/domain/demands/demand.ts'
import { listDemands } from '#app/domain/demands/list-demands.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { openField } from '#app/domain/vault/crypto.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { findPersons } from '#app/domain/vault/find-persons.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { forced } from '#tests/support/forced.ts'
import { givenActor, givenPostedBond, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenPerson, known } from './given-person.ts'

const world = await useWorld()
const team = await givenTeam({ bank: 90_000_00n })
const { fundId } = team
const administrator = await givenActor(fundId, ['administrator'])
const system = { scope: { kind: 'system' } } as const

test('nothing is left: no field, no token, no key, and a restored copy stays shut', async () => {
  const { personId, caseCode } = await givenPerson(fundId, { name: 'Rosa Quill', a_number: 'A012345678' })
  const copy = await inTransaction(system, (tx) => tx.personField.findMany({ where: { personId } }))
  expect(copy).toHaveLength(2)
  await erasePerson({ staff: administrator, personId })

  expect((await refusalOf(known(personId))).code).toBe('person_is_erased')
  const found = await inTransaction(system, (tx) =>
    findPersons(tx, { fundIds: [fundId], kind: 'name', plain: 'rosa quill' }),
  )
  expect(found).not.toContain(personId)
  const page = await personPage({ staff: administrator, fundIds: [fundId], personId })
  expect(page).toMatchObject({
    caseCodes: [caseCode],
    fields: [],
    stored: { fields: 0, tokens: 0, cases: 1 },
  })
  expect(page?.erasedAt).toBeInstanceOf(Date)

  // An older backup of the sealed rows, put back past every rule, with all keys that there are today.
  await asOwner(world.ownerUrl, null, async (owner) => {
    const rows = copy.map(
      ({ field, sealed }) => `('${personId}', '${field}', 1, '\\x${Buffer.from(sealed).toString('hex')}')`,
    )
    await forced(
      owner,
      `insert into person_field (person_id, field, version, sealed) values ${rows.join(', ')}`,
    )
  })
  expect((await refusalOf(known(personId))).code).toBe('person_is_erased')
  const other = await givenPerson(fundId)
  const otherKey = await inTransaction(system, (tx) => personKey(tx, other.personId))
  for (const { field, sealed } of copy) {
    const cell = { personId, field: field as 'name', caseCode: null }
    expect(() => openField(sealed, cell, otherKey)).toThrow()
    expect(() => openField(sealed, cell, Buffer.from(process.env.VAULT_KEY ?? '', 'base64'))).toThrow()
  }
  const again = erasePerson({ staff: administrator, personId })
  expect((await refusalOf(again)).code).toBe('person_is_erased')
  const look = reveal({ staff: team.intake, personId, fields: ['name'], reason: 'screening' })
  expect((await refusalOf(look)).code).toBe('person_is_erased')
})

test('only an administrator of the fund erases', async () => {
  const { personId } = await givenPerson(fundId)
  expect((await refusalOf(erasePerson({ staff: team.treasurer, personId }))).code).toBe('role_may_not')
  expect(await known(personId)).toEqual({ name: 'Rosa Quill' })
})

test('waits while a bond is open, also in another fund', async () => {
  const elsewhere = await givenTeam()
  for (const payer of [team, elsewhere]) {
    const { disbursementId } = await givenPostedBond(payer)
    const { personId } = await givenPerson(fundId)
    await inTransaction(system, async (tx) => {
      const { caseCode } = await tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } })
      await linkCase(tx, { personId, caseCode })
    })
    expect((await refusalOf(erasePerson({ staff: administrator, personId }))).code).toBe(
      'person_has_money_out',
    )
    expect(await known(personId)).toEqual({ name: 'Rosa Quill' })
  }
})

const demand = {
  kind: 'subpoena',
  receivedOn: '2026-01-10',
  deadlineOn: null,
  counsel: 'Counsel Example',
} as const
const opened = (scope: DemandScope, staff = administrator) =>
  openDemand({ staff, demand: { ...demand, scope }, timezone: 'America/Chicago' })

test('waits while a demand covers the person, the fund or everything, and keeps what is corrected meanwhile', async () => {
  const { personId, caseCode } = await givenPerson(fundId)
  const versions = () =>
    inTransaction(system, (tx) => tx.personField.count({ where: { personId, field: 'name' } }))
  const scopes: DemandScope[] = [
    { kind: 'person', caseCode },
    { kind: 'fund', fundId },
    { kind: 'everything' },
  ]
  for (const scope of scopes) {
    const demandId = await opened(scope)
    expect((await refusalOf(erasePerson({ staff: administrator, personId }))).code).toBe('person_is_on_hold')
    const before = await versions()
    await inTransaction(system, (tx) =>
      writeField(tx, { personId, caseCode: null, field: 'name', plain: `Rosa ${scope.kind}` }),
    )
    expect(await versions()).toBe(before + 1)
    expect(await known(personId)).toEqual({ name: `Rosa ${scope.kind}` })

    const everywhere = await managerEverywhere()
    await closeDemand({ staff: everywhere, demandId, given: ['nothing'] })
  }
  await inTransaction(system, (tx) =>
    writeField(tx, { personId, caseCode: null, field: 'name', plain: 'Rosa' }),
  )
  expect(await versions()).toBe(1)
  await erasePerson({ staff: administrator, personId })
  expect(await versions()).toBe(0)
})

test('waits while a demand of another fund covers them that knows them by a case, which may name them by its code', async () => {
  const { personId, caseCode } = await givenPerson(fundId)
  const payer = await givenTeam()
  const theirs = await givenActor(payer.fundId, ['administrator'])
  expect((await refusalOf(opened({ kind: 'person', caseCode }, theirs))).code).toBe('person_unknown')
  await givenProposal(payer, { caseCode })
  const versions = () => inTransaction(system, (tx) => tx.personField.count({ where: { personId } }))
  const correct = (plain: string) =>
    inTransaction(system, (tx) => writeField(tx, { personId, caseCode: null, field: 'name', plain }))
  const scopes: DemandScope[] = [
    { kind: 'fund', fundId: payer.fundId },
    { kind: 'person', caseCode },
  ]
  for (const scope of scopes) {
    const demandId = await opened(scope, theirs)
    expect(await listDemands({ staff: theirs, fundIds: [payer.fundId] })).toContainEqual(
      expect.objectContaining({
        ...{ id: demandId, fundId: payer.fundId, closing: null },
        caseCode: scope.kind === 'person' ? caseCode : null,
      }),
    )
    const page = await personPage({ staff: administrator, fundIds: [fundId], personId })
    expect(page).toMatchObject({ onHold: true, stored: { demands: scope.kind === 'person' ? 1 : 0 } })
    expect((await refusalOf(erasePerson({ staff: administrator, personId }))).code).toBe('person_is_on_hold')
    await correct(`Rosa ${scope.kind}`)
    expect(await versions()).toBe(2)
    const others = closeDemand({ staff: administrator, demandId, given: ['nothing'] })
    expect((await refusalOf(others)).code).toBe(scope.kind === 'person' ? 'role_may_not' : 'demand_unknown')
    await closeDemand({ staff: theirs, demandId, given: ['nothing'] })
    await correct('Rosa')
    expect(await versions()).toBe(1)
  }
  const stranger = await givenActor((await givenTeam()).fundId, ['administrator'])
  expect((await refusalOf(opened({ kind: 'person', caseCode }, stranger))).code).toBe('person_unknown')
  await erasePerson({ staff: administrator, personId })
  expect(await versions()).toBe(0)
})

test('a demand for someone else holds nobody else', async () => {
  const { personId } = await givenPerson(fundId)
  const other = await givenPerson(fundId)
  await opened({ kind: 'person', caseCode: other.caseCode })
  await erasePerson({ staff: administrator, personId })
  expect((await refusalOf(known(personId))).code).toBe('person_is_erased')
})

async function managerEverywhere() {
  const funds = await inTransaction(system, (tx) =>
    tx.fund.findMany({ where: { kind: { not: 'operating' } }, select: { id: true } }),
  )
  const fundIds = funds.map(({ id }) => id)
  const manager = await givenActor(fundId, ['administrator'])
  await inTransaction(system, (tx) =>
    tx.staffRole.createMany({
      data: fundIds
        .filter((id) => id !== fundId)
        .map((id) => ({ staffId: manager.id, fundId: id, role: 'administrator' })),
    }),
  )
  return { id: manager.id, fundIds }
}
