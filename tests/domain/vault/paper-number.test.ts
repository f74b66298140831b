import { beforeAll, describe, expect, test } from 'vitest'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

await useWorld()

let caseCode: string
let fundId: string
let otherFundId: string
beforeAll(async () => {
  fundId = (await givenTeam()).fundId
  otherFundId = (await givenTeam()).fundId
  const person = await givenPerson(fundId, {
    ...{ name: 'José A. Quillfeather Bond', a_number: 'A 012-345-678', docket: '26-CR-0042' },
    ...{ phone: '+1 555 018 8442', booking_number: 'B-118204' },
  })
  caseCode = person.caseCode
})

type Of = Parameters<typeof refuseNamedNumber>[1]['of']
const judge = (number: string, of: Of, signer?: string): Promise<string> =>
  inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, (tx) =>
    refuseNamedNumber(tx, { number, field: 'reference', of, ...(signer ? { signer } : {}) }),
  ).then(
    () => 'stands',
    (error) => `${error.code} ${error.field}`,
  )
const refused = 'number_points_to_a_person reference'
const judged = async (numbers: string[], of: Of, signer?: string) =>
  Object.fromEntries(
    await Promise.all(numbers.map(async (number) => [number, await judge(number, of, signer)])),
  )
const all = (numbers: string[], verdict: string) =>
  Object.fromEntries(numbers.map((number) => [number, verdict]))

describe('the number of a paper', () => {
  test('stands as courts, banks and shops write it', async () => {
    const plain = [
      'R-1001',
      'CK 1042',
      'Treasury 88-2001',
      '5550190000',
      '0012345',
      'A-17',
      'Ñ “<b>” 7',
      'no. 9',
    ]
    expect(await judged(plain, { caseCode })).toEqual(all(plain, 'stands'))
    expect(await judged(plain, { fundIds: [fundId] })).toEqual(all(plain, 'stands'))
  })

  test('is none where it plainly points to a person, whoever they are', async () => {
    const plain = [
      'rosa@family.example',
      'A 222-333-444',
      '123-45-6789',
      'Larkspur County Jail',
      '+1 555 019 0000',
    ]
    expect(await judged(plain, { caseCode: 'NONE-2222' })).toEqual(all(plain, refused))
  })

  test('is none where the vault knows it of the person of the case, however it is spelled', async () => {
    const names = ['Quillfeather', 'Check to JOSE 12', 'josé', 'quillfeather-12']
    const numbers = ['26CR0042', 'Case 26 CR 0042', 'No. 12345678', '5550188442', 'b118204']
    const known = [...names, ...numbers]
    expect(await judged(known, { caseCode })).toEqual(all(known, refused))
    expect(await judged(known, { caseCode: 'NONE-2222' })).toEqual(all(known, 'stands'))
  })

  test('of a whole fund is none by two words of a name or by a number, and not by one word', async () => {
    const known = ['Jose Quillfeather', '26-CR-0042', 'Check 12345678']
    expect(await judged(known, { fundIds: [fundId] })).toEqual(all(known, refused))
    expect(await judged(['Bond 12'], { fundIds: [fundId] })).toEqual(all(['Bond 12'], 'stands'))
    expect(await judged(known, { fundIds: [otherFundId] })).toEqual(all(known, 'stands'))
  })

  test('does not name who signed for a family', async () => {
    const of = { caseCode: 'NONE-2222' }
    expect(await judged(['From Rosalind 12'], of, 'Rosalind Plumwhistle')).toEqual({
      'From Rosalind 12': refused,
    })
    expect(await judged(['From 12'], of, 'Rosalind Plumwhistle')).toEqual({ 'From 12': 'stands' })
  })
})
