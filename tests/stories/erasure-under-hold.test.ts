import { expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenTeam } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('a subpoena for this year stops an erasure; counsel ends it, and nothing of the person is left', async () => {
  const { fundId } = await givenTeam()
  const administrator = await givenActor(fundId, ['administrator'])
  const { personId } = await givenPerson(fundId, { name: 'Rosa Quill', docket: '26-CR-0042' })
  const erase = () => erasePerson({ staff: administrator, personId })
  const facts = {
    kind: 'subpoena',
    receivedOn: '2026-01-10',
    deadlineOn: null,
    counsel: 'Ada Example',
  } as const
  const open = (days: { from: string | null; until: string | null }) =>
    openDemand({
      ...{ staff: administrator, timezone: 'America/Chicago' },
      demand: { ...facts, scope: { kind: 'fund', fundId, days } },
    })

  await open({ from: '1999-01-01', until: '1999-12-31' })
  const demandId = await open({ from: '2026-01-01', until: null })
  expect((await refusalOf(erase())).code).toBe('person_is_on_hold')
  expect(await known(personId)).toEqual({ name: 'Rosa Quill', docket: '26-CR-0042' })

  await closeDemand({ staff: administrator, demandId, given: ['nothing'] })
  await erase()
  expect((await refusalOf(known(personId))).code).toBe('person_is_erased')
  const page = await personPage({ staff: administrator, fundIds: [fundId], personId })
  expect(page).toMatchObject({ fields: [], stored: { fields: 0, tokens: 0 } })

  const events = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { actorId: administrator.id }, orderBy: { id: 'asc' } }),
  )
  expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toMatchInlineSnapshot(`
    [
      "legal_demand.opened done",
      "legal_demand.opened done",
      "person.erased refused",
      "legal_demand.closed done",
      "person.erased done",
    ]
  `)
  expect(await brokenBooks()).toEqual([])
})
