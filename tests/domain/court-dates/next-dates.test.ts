import { beforeEach, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { waitingNextDates } from '#app/domain/court-dates/waiting-next-dates.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { givenDate, givenYes, inDays } from '#tests/support/given-dates.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
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

describe('a case that a hearing ended', () => {
  const ended = async (bondId: string) => {
    const dateId = await givenDate(team, bondId, { day: inDays(0), hearing: 'other' })
    await recordAppearance({
      ...{ staff: team.intake, bondId, dateId, outcome: 'case_ended', knownFrom: 'lawyer', next: null },
    })
  }

  test.each(['court_bail', 'immigration_bond'] as const)(
    'is asked for no date: what became of it is to be said by the next working day (%s)',
    async (kind) => {
      const bondId = await givenActiveBond(team, { kind })
      const later = await givenDate(team, bondId, { hearing: 'other' })
      await ended(bondId)
      const [row, ...others] = await waiting()
      expect(row).toMatchObject({
        act: 'say_case_over',
        to: `/admin/bonds/${bondId}`,
        amountCents: 2_500_00n,
      })
      expect(row?.dueAt).toEqual(workingDaysAfter(row?.since as Date, 1, 'America/Chicago'))
      expect(others).toEqual([])
      expect(await waiting(['auditor'])).toEqual([])
      await changeCourtDate({
        ...{ staff: team.intake, bondId, dateId: later, change: 'cancelled' },
        ...{ knownFrom: 'lawyer', next: null },
      })
      expect(await acts()).toEqual(['say_case_over'])
      await recordDisposition({
        ...{ staff: team.intake, bondId, knownFrom: 'lawyer', ...(await saidOfEnd(team.intake, bondId)) },
      })
      expect(await acts()).toEqual([])
    },
  )

  test('goes on where a date is entered after it', async () => {
    const bondId = await givenActiveBond(team)
    await givenYes(team, bondId)
    await ended(bondId)
    await givenDate(team, bondId)
    expect(await acts()).toEqual([])
  })

  test('is told of someone whom another hold keeps inside, who is asked for no date', async () => {
    const { bondId } = await givenPostedBond(team)
    await recordRelease({ staff: team.intake, bondId, outcome: 'not_released', knownFrom: 'jail' })
    expect(await acts()).toEqual([])
    await ended(bondId)
    expect(await waiting()).toMatchObject([{ act: 'say_case_over', to: `/admin/bonds/${bondId}` }])
  })
})

test('many without a date are one row that opens the longest', async () => {
  const bondIds: string[] = []
  for (const _ of [1, 2, 3, 4]) bondIds.push(await givenActiveBond(team))
  expect(await waiting()).toMatchObject([
    { act: 'ask_for_dates', to: `/admin/bonds/${bondIds[0]}/dates`, amountCents: 10_000_00n },
  ])
})
