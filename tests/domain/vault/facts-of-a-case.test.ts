import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { openField } from '#app/domain/vault/crypto.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import type { IndexKind, VaultField } from '#app/domain/vault/fields.ts'
import { findPersons } from '#app/domain/vault/find-persons.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { readFields } from '#app/domain/vault/read-fields.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { writeFacts } from '#app/domain/vault/write-facts.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

await useWorld()

const inSystem = <T>(act: (tx: Tx) => Promise<T>) => inTransaction({ scope: { kind: 'system' } }, act)

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

let personId: string
let first: string
let second: string
beforeEach(async () => {
  const person = await givenPerson(team.fundId, { name: 'Rosa Quill' })
  personId = person.personId
  first = person.caseCode
  second = await anotherCase()
})

async function anotherCase(): Promise<string> {
  const caseCode = newCaseCode()
  await inSystem((tx) => linkCase(tx, { personId, caseCode }))
  return caseCode
}

const write = (caseCode: string | null, field: VaultField, plain: string) =>
  inSystem((tx) => writeField(tx, { personId, caseCode, field, plain }))
const read = (caseCode: string | null) => inSystem((tx) => readFields(tx, { personId, caseCode }))
const dockets = async () => [(await read(first)).docket, (await read(second)).docket]
const isFound = async (kind: IndexKind, plain: string) =>
  (await inSystem((tx) => findPersons(tx, { fundIds: [team.fundId], kind, plain }))).includes(personId)
const lines = () =>
  inSystem(async (tx) => {
    const rows = await tx.personField.findMany({ where: { personId, field: 'docket' } })
    return rows.map(({ caseCode }) => caseCode).sort()
  })

describe('each case of a person', () => {
  test('has a docket of its own, and each of them finds the person', async () => {
    await write(first, 'docket', '26-CR-0101')
    await write(second, 'docket', '26-CR-0202')
    expect(await dockets()).toEqual(['26-CR-0101', '26-CR-0202'])
    expect(await isFound('docket', '26cr0101')).toBe(true)
    expect(await isFound('docket', '26cr0202')).toBe(true)

    await write(first, 'docket', '26-CR-0303')
    expect(await dockets()).toEqual(['26-CR-0303', '26-CR-0202'])
    expect(await isFound('docket', '26cr0101')).toBe(false)
    expect(await isFound('docket', '26cr0202')).toBe(true)
    expect(await lines()).toEqual([first, second].sort())
  })

  test('may have the same docket as the other, and loses it alone', async () => {
    for (const each of [first, second]) await write(each, 'docket', '26-CR-0101')
    await write(second, 'docket', '26-CR-0202')
    expect(await isFound('docket', '26cr0101')).toBe(true)
    await write(first, 'docket', '26-CR-0404')
    expect(await isFound('docket', '26cr0101')).toBe(false)
  })

  test('knows the person’s name, in whichever case it was learned', async () => {
    await write(second, 'name', 'Rosa Quill Ibarra')
    expect(await read(first)).toEqual({ name: 'Rosa Quill Ibarra' })
    expect(await read(null)).toEqual({ name: 'Rosa Quill Ibarra' })
  })

  test('lends no number to a paper of the other', async () => {
    await write(first, 'docket', '26-CR-0101')
    await write(second, 'docket', '26-CR-0202')
    for (const number of ['26-CR-0101', 'Case 26 CR 0202']) {
      for (const caseCode of [first, second]) {
        const judged = inSystem((tx) =>
          refuseNamedNumber(tx, { number, field: 'reference', of: { caseCode } }),
        )
        expect((await refusalOf(judged)).code).toBe('number_points_to_a_person')
      }
    }
  })

  test('opens with its own sealed bytes and no other’s', async () => {
    await write(first, 'docket', '26-CR-0101')
    await inSystem(async (tx) => {
      const { sealed } = await tx.personField.findFirstOrThrow({ where: { personId, field: 'docket' } })
      const key = await personKey(tx, personId)
      const cell = { personId, field: 'docket', caseCode: first } as const
      expect(openField(sealed, cell, key)).toBe('26-CR-0101')
      for (const caseCode of [second, null])
        expect(() => openField(sealed, { ...cell, caseCode }, key)).toThrow()
    })
  })
})

describe('a line from before cases had their own', () => {
  test('speaks for the cases of then that have none, and goes once each has its own', async () => {
    await write(null, 'docket', '26-CR-0001')
    const later = await anotherCase()
    expect(await dockets()).toEqual(['26-CR-0001', '26-CR-0001'])
    expect((await read(later)).docket).toBeUndefined()

    await write(first, 'docket', '26-CR-0101')
    expect(await dockets()).toEqual(['26-CR-0101', '26-CR-0001'])
    expect(await isFound('docket', '26cr0001')).toBe(true)
    await write(second, 'docket', '26-CR-0202')
    expect(await lines()).toEqual([first, second].sort())
    expect(await isFound('docket', '26cr0001')).toBe(false)
  })

  test('stays under a hold', async () => {
    await write(null, 'docket', '26-CR-0001')
    const administrator = await givenActor(team.fundId, ['administrator'])
    await openDemand({
      staff: administrator,
      timezone: 'America/Chicago',
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'person', caseCode: first },
      },
    })
    for (const each of [first, second]) await write(each, 'docket', `26-CR-${each}`)
    expect(await lines()).toHaveLength(3)
    expect(await dockets()).toEqual([`26-CR-${first}`, `26-CR-${second}`])
  })
})

describe('a look', () => {
  test('is at one case, which is kept with it; someone with several cases is asked which', async () => {
    await write(first, 'court', 'Larkspur County Court')
    await write(second, 'court', 'Foxglove Municipal Court')
    await givenPostedBond(team, { caseCode: second })
    const fields: VaultField[] = ['name', 'court']
    const asked = { staff: team.intake, personId, fields, reason: 'court_date' as const }
    expect((await refusalOf(reveal(asked))).code).toBe('case_missing')
    const other = await givenPerson(team.fundId)
    expect((await refusalOf(reveal({ ...asked, caseCode: other.caseCode }))).code).toBe('case_missing')
    const name = { field: 'name', value: 'Rosa Quill', request: null }
    expect(await reveal({ ...asked, caseCode: second })).toEqual([
      name,
      { field: 'court', value: 'Foxglove Municipal Court', request: null },
    ])
    expect(await reveal({ ...asked, fields: ['name'], caseCode: second })).toEqual([name])
    const page = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
    expect(page?.looks.map(({ caseCode }) => caseCode)).toEqual([null, second])
    expect(page?.fields.map(({ field, caseCode }) => [field, caseCode])).toEqual([
      ['name', null],
      ['court', first],
      ['court', second],
    ])
  })

  test('and what is written down are of the only case where there is one', async () => {
    const { personId: alone, caseCode } = await givenPerson(team.fundId)
    await writeFacts({ staff: team.intake, personId: alone, facts: { docket: '26-CR-0505' } })
    const row = await inSystem((tx) =>
      tx.personField.findFirstOrThrow({ where: { personId: alone, field: 'docket' } }),
    )
    expect(row.caseCode).toBe(caseCode)
    const facts = { docket: '26-CR-0606' }
    expect((await refusalOf(writeFacts({ staff: team.intake, personId, facts }))).code).toBe('case_missing')
    await writeFacts({ staff: team.intake, personId, caseCode: second, facts })
    expect(await dockets()).toEqual([undefined, '26-CR-0606'])
  })
})

test('whoever is erased leaves nothing of any case', async () => {
  await write(first, 'docket', '26-CR-0101')
  await write(second, 'docket', '26-CR-0202')
  const administrator = await givenActor(team.fundId, ['administrator'])
  await erasePerson({ staff: administrator, personId })
  expect(await lines()).toEqual([])
  for (const plain of ['26cr0101', '26cr0202']) expect(await isFound('docket', plain)).toBe(false)
})
