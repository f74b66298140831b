import { beforeEach, expect, test } from 'vitest'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { sealAnew } from '#app/domain/vault/seal-anew.server.ts'
import { open } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system = { scope: { kind: 'system' } } as const

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
})

type Said = Partial<Parameters<typeof setContact>[0]>
const say = (of: Said = {}) =>
  setContact({
    ...{ staff: team.intake, bondId, wantsCalls: true, language: 'other', voicemail: false },
    ...of,
  })
const contact = async () => (await datesOfBond({ bondId, fundIds: [team.fundId], timezone }))?.contact ?? null
const kept = () => inTransaction(system, (tx) => tx.caseLanguage.findFirstOrThrow({ where: { bondId } }))
const byTheVault = async () => {
  const { id, nameSealed } = await kept()
  return open(nameSealed ?? new Uint8Array(), { table: 'case_language', column: 'name_sealed', row: id })
}

test('whoever calls is told which language it is, where the words are in none that the person speaks', async () => {
  bondId = await givenActiveBond(team)
  expect(await refusalOf(say())).toMatchObject({ code: 'other_language_is_named' })
  expect(await refusalOf(say({ language: 'es', languageName: 'K’iche’' }))).toMatchObject({
    code: 'other_language_is_named',
  })
  expect(await contact()).toBeNull()
  await say({ languageName: 'K’iche’' })
  expect(await contact()).toMatchObject({ language: 'other', languageName: 'K’iche’' })
  await say({ language: 'es' })
  expect(await contact()).toMatchObject({ language: 'es', languageName: '' })
  await say({ wantsCalls: false })
  expect(await contact()).toMatchObject({ wantsCalls: false, language: 'other', languageName: '' })
})

test('it is sealed with the person and goes with them', async () => {
  const { personId, caseCode } = await givenPerson(team.fundId)
  bondId = await givenActiveBond(team, { caseCode })
  await say({ languageName: 'Mam' })
  expect((await kept()).sealedFor).toBe(personId)
  await expect(byTheVault()).rejects.toThrow('sealed with another vault key')
  expect(await contact()).toMatchObject({ languageName: 'Mam' })

  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
  await walk(team, bondId, ['closed'])
  await erasePerson({ staff: await givenActor(team.fundId, ['administrator']), personId })
  expect((await kept()).nameSealed).toBeNull()
  expect(await contact()).toMatchObject({ language: 'other', languageName: '' })
})

test('of a case of nobody it is sealed with the vault’s key, and anew once they are known', async () => {
  const caseCode = newCaseCode()
  bondId = await givenActiveBond(team, { caseCode })
  await say({ languageName: 'Dari' })
  expect(await byTheVault()).toBe('Dari')
  const { personId } = await givenPerson(team.fundId)
  await inTransaction(system, (tx) => linkCase(tx, { personId, caseCode }))
  await sealAnew()
  expect((await kept()).sealedFor).toBe(personId)
  await expect(byTheVault()).rejects.toThrow('sealed with another vault key')
  expect(await contact()).toMatchObject({ languageName: 'Dari' })
})
