import { beforeEach, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenAgreement } from '#tests/support/given-copay.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

test('as owner: an agreement’s signer goes with the person and not before, and nothing else of it changes', async () => {
  const { caseCode: own } = await givenPerson(team.fundId)
  await givenAgreement(team, { caseCode: own })
  const change = (what: string) =>
    brokenRule(
      namingViolations(() =>
        run(world.ownerUrl, [[`update copay_agreement set ${what} where case_code = $1`, [own]]]),
      ),
    )
  expect(await change('signer_sealed = null')).toBe('copay_records_are_append_only')
  expect(await change(`signer_sealed = 'x'`)).toBe('copay_records_are_append_only')
  expect(await change('signer_sealed = null, amount_cents = 1')).toBe('copay_records_are_append_only')
  const ofCase = 'person_id = (select person_id from person_case where case_code = $1)'
  const statements: Statement[] = [
    `update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where ${ofCase}`,
    `delete from person_field where ${ofCase}`,
    `delete from vault_keys.person_index where ${ofCase}`,
    'update person p set erased_at = now() from person_case c where c.person_id = p.id and c.case_code = $1',
  ].map((sql) => [sql, [own]])
  expect(await brokenRule(namingViolations(() => run(world.ownerUrl, statements)))).toBe(
    'erased_person_leaves_nothing',
  )
})
