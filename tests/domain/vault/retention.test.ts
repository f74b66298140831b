import { expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { eraseAfterTerm } from '#app/domain/requests/erase-after-term.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { setVaultTerm } from '#app/domain/vault/set-vault-term.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'
import { givenIntakeTeam, givenRequest, requestRow, walk } from '#tests/support/given-request.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson, known } from './given-person.ts'

await useWorld()
const team = await givenIntakeTeam()
const { fundId, administrator } = team
const system = { scope: { kind: 'system' } } as const

const daysOn = (days: number) => new Date(Date.now() + days * 86_400_000)
const erasedAfter = (days: number) => asOfTime(daysOn(days), () => eraseAfterTerm())
const twoYears = 2 * 366 + 1
const rosa = { name: 'Rosa Quill' }

const keptUntil = async (personId: string) =>
  (await personPage({ staff: administrator, fundIds: [fundId], personId }))?.keptUntil
const of = (bondId: string) =>
  inTransaction(system, async (tx) => (await tx.bond.findUniqueOrThrow({ where: { id: bondId } })).caseCode)

async function givenHelped(bondId: string): Promise<string> {
  const { personId } = await givenPerson(fundId)
  const caseCode = await of(bondId)
  await inTransaction(system, (tx) => linkCase(tx, { personId, caseCode }))
  return personId
}

test('two years after the last thing that happened the night forgets who was helped; the codes and the money stay', async () => {
  const bondId = await givenDueBond(team, { principal: 300_00n })
  const helped = await givenHelped(bondId)
  // No day can be named while the court still has the deposit, however long that takes.
  expect(await keptUntil(helped)).toBeNull()
  await erasedAfter(10 * twoYears)
  expect(await known(helped)).toEqual(rosa)

  await recordReturn({
    ...{ staff: team.approver, bondId, received: cents(300_00n), interest: zero },
    ...{ deductions: [], reference: 'C-1' },
  })
  expect((await keptUntil(helped))?.getTime()).toBeGreaterThan(daysOn(725).getTime())
  await erasedAfter(725)
  expect(await known(helped)).toEqual(rosa)
  await erasedAfter(twoYears)
  await erasedAfter(twoYears)

  expect((await refusalOf(known(helped))).code).toBe('person_is_erased')
  const page = await personPage({ staff: administrator, fundIds: [fundId], personId: helped })
  expect(page).toMatchObject({ keptUntil: null, fields: [], stored: { fields: 0, tokens: 0, bonds: 1 } })
  const told = await inTransaction(system, (tx) =>
    tx.auditEvent.findMany({ where: { subjectId: helped, action: 'person.erased' } }),
  )
  expect(told).toMatchObject([{ actorKind: 'system', actorId: null, fundId, outcome: 'done' }])
})

test('a bond of another fund and a demand keep them; what was never closed ends with them', async () => {
  const elsewhere = await givenTeam()
  const { bondId } = await givenPostedBond(elsewhere)
  const posted = await givenHelped(bondId)
  const demanded = await givenPerson(fundId)
  const demandId = await openDemand({
    ...{ staff: administrator, timezone: 'America/Chicago' },
    demand: {
      ...{ kind: 'preservation', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Ada Example' },
      scope: { kind: 'person', caseCode: demanded.caseCode },
    },
  })
  const requestId = await givenRequest(fundId)
  await walk(team, requestId, 'screening', 'recommended', 'approved')
  const { personId: accepted } = await requestRow(requestId)

  await erasedAfter(twoYears)
  expect(await known(posted)).toEqual(rosa)
  expect(await known(demanded.personId)).toEqual(rosa)
  expect((await refusalOf(known(accepted))).code).toBe('person_is_erased')
  const ended = await requestRow(requestId)
  expect(ended).toMatchObject({ state: 'closed' })
  expect(ended.helpRequestEvents.at(-1)).toMatchObject({ changedBy: null, toState: 'closed' })
  expect(ended.callTasks.filter(({ doneAt }) => doneAt === null)).toEqual([])

  await closeDemand({ staff: administrator, demandId, given: ['nothing'] })
  await erasedAfter(twoYears)
  expect((await refusalOf(known(demanded.personId))).code).toBe('person_is_erased')
})

test('a fund says how long; a shorter term gives a month’s notice, and only its administrator sets one', async () => {
  const { personId } = await givenPerson(fundId)
  const set = (months: number, staff = administrator) => setVaultTerm({ staff, fundId, months })
  for (const months of [2, 121])
    expect((await refusalOf(set(months))).code).toBe('vault_term_is_three_months_to_ten_years')
  expect((await refusalOf(set(24))).code).toBe('nothing_changes')
  expect((await refusalOf(set(6, team.intake))).code).toBe('role_may_not')
  const stranger = await givenActor((await givenTeam()).fundId, ['administrator'])
  expect((await refusalOf(set(6, stranger))).code).toBe('role_may_not')

  await asOfTime(daysOn(364), () => set(3))
  expect((await keptUntil(personId))?.getTime()).toBeGreaterThan(daysOn(391).getTime())
  await erasedAfter(390)
  expect(await known(personId)).toEqual(rosa)
  await erasedAfter(396)
  expect((await refusalOf(known(personId))).code).toBe('person_is_erased')
  expect(await brokenBooks()).toEqual([])
})
