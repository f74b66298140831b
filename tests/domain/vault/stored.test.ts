import { expect, test } from 'vitest'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { storedRows } from '#app/domain/vault/stored-places.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenAgreement, givenPaidOut, receiveBy } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam } from '#tests/support/given-disbursement.ts'
import { givenWrittenOffBond, recover } from '#tests/support/given-loss.ts'
import { givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { givenIntake, givenRequest, requestRow } from '#tests/support/given-request.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

await useWorld()

/** What bears a case, and tells nothing of a person that is not told already. */
const holdsNothing: Record<string, string> = {}

test('every table that says whose it is has a place on the page, or is named here', async () => {
  const found = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ name: string }[]>`
      select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('public', 'vault_keys')
         and (exists (select from pg_attribute a
                       where a.attrelid = c.oid and a.attnum > 0 and a.attname in ('case_code', 'person_id'))
              or exists (select from pg_constraint f
                          where f.conrelid = c.oid and f.contype = 'f'
                            and f.confrelid in ('person'::regclass, 'person_case'::regclass, 'help_request'::regclass,
                                                'disbursement'::regclass, 'bond'::regclass, 'copay_agreement'::regclass)))
       order by 1`,
  )
  const placed = Object.values(storedRows).flatMap((place) => [
    ...Object.keys(place.counted),
    ...('parts' in place ? place.parts : []),
  ])
  const lost = found.map(({ name }) => name).filter((name) => !placed.some((each) => each === name))
  expect(found.length).toBeGreaterThan(40)
  expect(lost).toEqual(Object.keys(holdsNothing))
  expect([...placed].sort()).toEqual([...new Set(placed)].sort())
})

test('counts requests, calls, evidence, and the lines in the books of every way that money went', async () => {
  const team = await givenTeam({ bank: 900_000_00n })
  const administrator = await givenActor(team.fundId, ['administrator'])
  await givenIntake({ ...team, administrator })
  const page = async (personId: string) => {
    const found = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
    if (!found) throw new Error('the person is of this fund')
    return found.stored
  }
  const bondId = await givenWrittenOffBond(team)
  const personId = await givenPersonOf(team, bondId)
  await givenEvidence(team.intake, bondId)
  // Posted, due, written off.
  expect(await page(personId)).toMatchObject({
    ...{ requests: 0, evidence: 1, disbursements: 1, bonds: 1, demands: 0, agreements: 0 },
    bookings: 3,
  })
  await recover(team.treasurer, bondId, { received: 100_00n })
  expect((await page(personId)).bookings).toBe(4)

  const requestId = await givenRequest(team.fundId)
  const { personId: asking } = await requestRow(requestId)
  expect(await page(asking)).toMatchObject({
    ...{ requests: 1, request_steps: 1, calls: 1, cases: 1, fields: 3, bookings: 0 },
  })
})

test('a relative’s name stays while their money may come back, and goes with the person', async () => {
  const team = await givenTeam({ bank: 900_000_00n })
  const administrator = await givenActor(team.fundId, ['administrator'])
  const { personId, caseCode } = await givenPerson(team.fundId)
  const agreementId = await givenAgreement(team, { caseCode })
  const signer = async () => {
    const found = await agreementPage({
      agreementId,
      staff: { ...team.intake, roles: [{ fundId: team.fundId, role: 'intake' }], language: 'en' },
    })
    return found?.signer
  }
  expect(await signer()).toBe('sealed')
  await receiveBy(team.treasurer, agreementId)
  expect((await refusalOf(erasePerson({ staff: administrator, personId }))).code).toBe('person_has_money_out')
  await givenPaidOut(team, agreementId, 1_000_00n)
  await erasePerson({ staff: administrator, personId })
  expect(await signer()).toBe('erased')
})
