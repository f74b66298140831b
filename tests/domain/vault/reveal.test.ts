import { expect, test } from 'vitest'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { searchCases } from '#app/domain/vault/search-cases.server.ts'
import { db } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

await useWorld()
const team = await givenTeam()
const { fundId, intake } = team
const otherId = await givenFund()

const audited = (subjectId: string) =>
  db().auditEvent.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })

test('shows what was asked for, and keeps who, whom, which and why, but not what', async () => {
  const { personId, caseCode } = await givenPerson(fundId, { name: 'Rosa Quill', phone: '555 010 0199' })
  await givenPostedBond(team, { caseCode })
  const seen = await reveal({ staff: intake, personId, fields: ['phone', 'court'], reason: 'court_date' })
  expect(seen).toEqual([{ field: 'phone', value: '555 010 0199', request: null }])
  const page = await personPage({ staff: intake, fundIds: [fundId], personId })
  expect(page?.looks).toMatchObject([{ by: 'intake', fields: ['phone', 'court'], reason: 'court_date' }])
  expect(page?.fields.map(({ field }) => field)).toEqual(['name', 'phone'])
  const [event] = await audited(personId)
  expect(event).toMatchObject({
    action: 'person.revealed',
    detail: { reason: 'court_date', fields: 'phone court', caseCode },
  })
  expect(JSON.stringify(event?.detail)).not.toContain('0199')
})

test('who has no need to know sees nothing, and the attempt is kept', async () => {
  const { personId } = await givenPerson(fundId)
  const look = { personId, fields: ['name' as const], reason: 'screening' as const }
  const administrator = await givenActor(fundId, ['administrator', 'auditor'])
  const elsewhere = await givenActor(otherId, ['intake'])
  // Roles are judged in the person's fund, also for someone who works for both.
  const both = { ...(await givenActor(otherId, ['intake'])), fundIds: [fundId, otherId] }
  expect((await refusalOf(reveal({ ...look, staff: administrator }))).code).toBe('role_may_not')
  expect((await refusalOf(reveal({ ...look, staff: elsewhere }))).code).toBe('person_unknown')
  expect((await refusalOf(reveal({ ...look, staff: both }))).code).toBe('role_may_not')
  expect((await refusalOf(reveal({ ...look, staff: intake, fields: [] }))).code).toBe('fields_missing')
  expect((await audited(personId)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('refused'))
  expect(await personPage({ staff: elsewhere, fundIds: [otherId], personId })).toBeNull()
  expect(await personPage({ staff: both, fundIds: [otherId], personId })).toBeNull()
})

test('a search answers case codes in one’s own funds, and is kept without what was typed', async () => {
  const mine = await givenPerson(fundId, { name: 'Odile Bramble' })
  await givenPerson(otherId, { name: 'Odile Thorn' })
  expect(await searchCases({ staff: intake, kind: 'name', plain: 'odile' })).toMatchObject([
    { personId: mine.personId, fundId, caseCodes: [mine.caseCode] },
  ])
  expect((await refusalOf(searchCases({ staff: intake, kind: 'phone', plain: 'odile' }))).code).toBe(
    'search_too_short',
  )
  const auditor = await givenActor(fundId, ['auditor'])
  expect(await searchCases({ staff: auditor, kind: 'name', plain: 'odile' })).toEqual([])
  const events = await db().auditEvent.findMany({
    where: { action: 'person.searched' },
    orderBy: { id: 'asc' },
  })
  expect(events.map(({ detail }) => detail)).toEqual([
    { kind: 'name', found: 1 },
    { reason: 'search_too_short' },
    { kind: 'name', found: 0 },
  ])
})
