import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { caseFields, type VaultField, vaultFields } from '#app/domain/vault/fields.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { searchCases } from '#app/domain/vault/search-cases.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { dumpOf } from '#tests/support/dump.ts'
import { givenActor, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenPerson, known } from './given-person.ts'

const world = await useWorld()

// A birth is a day, or it is not taken.
const planted = {
  ...(Object.fromEntries(
    vaultFields.map((field) => [field, `Canary${field.replace('_', '')} A999888777 Quillfeather`]),
  ) as Record<VaultField, string>),
  birth_date: '1887-03-14',
}
const traces = ['Canary', 'canary', '999888777', 'Quillfeather', 'quillfeather', '1887-03-14']

test('what the vault holds stands in no table, through a whole life of it', async () => {
  const team = await givenTeam()
  const administrator = await givenActor(team.fundId, ['administrator'])
  const { personId } = await givenPerson(team.fundId, planted)
  expect(await known(personId)).toEqual(planted)
  const caseCode = newCaseCode()
  await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) => {
    await linkCase(tx, { personId, caseCode })
    for (const field of caseFields)
      await writeField(tx, { personId, caseCode, field, plain: `${planted[field]} once more` })
  })
  await givenProposal(team, { caseCode })
  await reveal({ staff: team.intake, personId, caseCode, fields: [...vaultFields], reason: 'correction' })
  await searchCases({ staff: team.intake, kind: 'name', plain: 'Quillfeather' })
  await searchCases({ staff: team.intake, kind: 'a_number', plain: planted.a_number })

  const found = async () => {
    const tables = await dumpOf(world.ownerUrl)
    expect(tables.get('public.person')).toContain(personId)
    expect(tables.get('vault_keys.person_key')).toContain(personId)
    return [...tables]
      .filter(([, text]) => traces.some((trace) => text.includes(trace)))
      .map(([name]) => name)
  }
  expect(await found()).toEqual([])
  await erasePerson({ staff: administrator, personId })
  expect(await found()).toEqual([])
})

test('what is planted in the clear would be found', async () => {
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query(`insert into rate_limit (key) values ('Quillfeather')`),
  )
  expect((await dumpOf(world.ownerUrl)).get('public.rate_limit')).toContain('Quillfeather')
})

test('no line of the log says it, nor does the text of an error', async () => {
  const team = await givenTeam()
  const written = await run(`
    const { givenPerson } = await import('#tests/domain/vault/given-person.ts')
    const { reveal } = await import('#app/domain/vault/reveal.server.ts')
    const { searchCases } = await import('#app/domain/vault/search-cases.server.ts')
    const { writeField } = await import('#app/domain/vault/write-field.server.ts')
    const { closeDb, inTransaction } = await import('#app/platform/db.ts')
    const { log } = await import('#app/platform/log.ts')
    const { givenProposal } = await import('#tests/support/given-disbursement.ts')
    const team = ${JSON.stringify(team)}
    const staff = team.intake
    const { personId, caseCode } = await givenPerson(team.fundId, ${JSON.stringify(planted)})
    await givenProposal(team, { caseCode })
    await reveal({ staff, personId, fields: ['name'], reason: 'posting_bond' })
    await searchCases({ staff, kind: 'name', plain: 'Quillfeather' })
    const wrong = (tx) => writeField(tx, { personId, caseCode: null, field: 'no_such_field', plain: 'Quillfeather A999888777' })
    await inTransaction({ scope: { kind: 'system' } }, wrong).catch((error) => {
      log.error('it was refused', { reason: 'check' }, error)
      process.stdout.write(String(error) + '\\n')
    })
    await closeDb()
  `)
  expect(written).toContain('it was refused')
  expect(written).toContain('person_field_field_check')
  for (const trace of traces) expect(written).not.toContain(trace)
})

function run(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env: { ...process.env, LOG_LEVEL: 'debug' },
    })
    let written = ''
    child.stdout.on('data', (chunk) => (written += chunk))
    child.stderr.on('data', (chunk) => (written += chunk))
    child.on('error', reject)
    child.on('close', () => resolve(written))
  })
}
