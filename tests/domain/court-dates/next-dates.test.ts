import { beforeEach, expect, test } from 'vitest'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { waitingNextDates } from '#app/domain/court-dates/waiting-next-dates.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenDate, givenYes, inDays } from '#tests/support/given-dates.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, walk } from '#tests/support/given-loss.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const waiting = (roles: Role[] = ['intake']) =>
  inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
    waitingNextDates(tx, { staff: team.intake, personIn: () => ({ id: team.intake.id, roles }) }),
  )
const acts = async () => (await waiting()).map(({ act }) => act)

test('whoever is out without a date is asked about within three working days, and whether they want calls', async () => {
  const bondId = await givenActiveBond(team)
  const [row] = await waiting()
  expect(row).toMatchObject({
    act: 'ask_for_date',
    to: `/admin/bonds/${bondId}/dates`,
    amountCents: 2_500_00n,
  })
  expect(row?.dueAt).toEqual(workingDaysAfter(row?.since as Date, 3, 'America/Chicago'))
  expect(await waiting(['auditor'])).toEqual([])

  const dateId = await givenDate(team, bondId)
  expect(await acts()).toEqual(['ask_about_calls'])
  await givenYes(team, bondId)
  expect(await acts()).toEqual([])
  await changeCourtDate({
    ...{ staff: team.intake, bondId, dateId, change: 'cancelled' },
    ...{ knownFrom: 'lawyer', next: null },
  })
  expect(await acts()).toEqual(['ask_for_date'])
})

test('whoever missed a date is asked about until there is a next one, though it is known why', async () => {
  const bondId = await givenActiveBond(team)
  await givenYes(team, bondId)
  const dateId = await givenDate(team, bondId, { day: inDays(0) })
  await recordAppearance({
    ...{ staff: team.intake, bondId, dateId, outcome: 'missed', knownFrom: 'lawyer', next: null },
  })
  const { id: missedId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.missedDate.findFirstOrThrow({ where: { bondId } }),
  )
  await answerMissedDate({
    ...{ staff: team.intake, bondId, missedId, lawyer: 'called', whereabouts: 'in_hospital', proof: null },
  })
  expect(await waiting()).toMatchObject([{ act: 'ask_for_date', to: `/admin/bonds/${bondId}/dates` }])
  await givenDate(team, bondId)
  expect(await acts()).toEqual([])
})

test('whoever is out while a breach is appealed is asked about', async () => {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
  await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
  expect(await acts()).toEqual([])
  await walk(team, bondId, ['appealed'])
  expect(await waiting()).toMatchObject([{ act: 'ask_for_date', to: `/admin/bonds/${bondId}/dates` }])
})

test('many without a date are one row that opens the longest', async () => {
  const bondIds: string[] = []
  for (const _ of [1, 2, 3, 4]) bondIds.push(await givenActiveBond(team))
  expect(await waiting()).toMatchObject([
    { act: 'ask_for_dates', to: `/admin/bonds/${bondIds[0]}/dates`, amountCents: 10_000_00n },
  ])
})
