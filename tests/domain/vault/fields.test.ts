import { expect, test } from 'vitest'
import { openField } from '#app/domain/vault/crypto.server.ts'
import type { IndexKind } from '#app/domain/vault/fields.ts'
import { findPersons } from '#app/domain/vault/find-persons.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { readFields } from '#app/domain/vault/read-fields.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson, known } from './given-person.ts'

await useWorld()
const fundId = await givenFund()
const otherId = await givenFund()
const system = { scope: { kind: 'system' } } as const
const staff: { scope: Scope } = { scope: { kind: 'staff', fundIds: [fundId] } }

test('what is written is read, and only the latest of it is kept', async () => {
  const { personId } = await givenPerson(fundId, { name: 'Rosa Quill', note: 'Speaks Q’eqchi’.' })
  await inTransaction(staff, (tx) =>
    writeField(tx, { personId, caseCode: null, field: 'name', plain: 'Rosa Quill Ibarra' }),
  )
  expect(await known(personId)).toEqual({ name: 'Rosa Quill Ibarra', note: 'Speaks Q’eqchi’.' })
  const rows = await inTransaction(staff, (tx) =>
    tx.personField.findMany({ where: { personId }, orderBy: { field: 'asc' } }),
  )
  expect(rows.map(({ field, version }) => [field, version])).toEqual([
    ['name', 2],
    ['note', 1],
  ])
})

test('sealed bytes open for their own person and field only', async () => {
  const one = await givenPerson(fundId, { name: 'Rosa Quill' })
  const two = await givenPerson(fundId, { name: 'Teo Marsh' })
  await inTransaction(system, async (tx) => {
    const { sealed } = await tx.personField.findFirstOrThrow({ where: { personId: one.personId } })
    const key = await personKey(tx, one.personId)
    const foreign = await personKey(tx, two.personId)
    const cell = { personId: one.personId, field: 'name', caseCode: null } as const
    expect(openField(sealed, cell, key)).toBe('Rosa Quill')
    expect(() => openField(sealed, cell, foreign)).toThrow()
    expect(() => openField(sealed, { ...cell, personId: two.personId }, key)).toThrow()
    expect(() => openField(sealed, { ...cell, field: 'note' }, key)).toThrow()
  })
})

const find = (kind: IndexKind, plain: string, fundIds = [fundId]) =>
  inTransaction(staff, (tx) => findPersons(tx, { fundIds, kind, plain }))

test('a person is found by what people type, and no longer by what was corrected', async () => {
  const { personId } = await givenPerson(fundId, {
    name: 'José Ángel Núñez-Prado',
    a_number: 'A012-345-678',
    phone: '+1 (555) 010-0199',
    docket: '2026-CR-00417',
    booking_number: 'bk 77/12',
  })
  for (const typed of ['nunez', 'PRADO jose', 'ángel nuñez prado', 'Nunez, Jose']) {
    expect(await find('name', typed)).toEqual([personId])
  }
  expect(await find('name', 'jose marsh')).toEqual([])
  expect(await find('name', ' ,. ')).toEqual([])
  expect(await find('a_number', '12345678')).toEqual([personId])
  expect(await find('phone', '555.010.0199')).toEqual([personId])
  expect(await find('docket', '2026cr00417')).toEqual([personId])
  expect(await find('booking', 'BK-7712')).toEqual([personId])
  expect(await find('docket', '12345678')).toEqual([])

  await inTransaction(staff, (tx) =>
    writeField(tx, { personId, caseCode: null, field: 'a_number', plain: 'A098765432' }),
  )
  expect(await find('a_number', '12345678')).toEqual([])
  expect(await find('a_number', 'A98765432')).toEqual([personId])
})

test('another fund’s people are neither found nor read', async () => {
  const { personId } = await givenPerson(otherId, { name: 'Wren Solano' })
  expect(await find('name', 'wren', [fundId, otherId])).toEqual([])
  expect(
    (await refusalOf(inTransaction(staff, (tx) => readFields(tx, { personId, caseCode: null })))).code,
  ).toBe('person_unknown')
  const write = inTransaction(staff, (tx) =>
    writeField(tx, { personId, caseCode: null, field: 'note', plain: 'x' }),
  )
  expect((await refusalOf(write)).code).toBe('person_unknown')
})
