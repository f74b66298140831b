import { beforeEach, describe, expect, test } from 'vitest'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import type { DayOutcome } from '#app/domain/court-dates/court-date.ts'
import type { NewDate } from '#app/domain/court-dates/insert-date.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { callsOf, courtDate, givenDate, givenYes, inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond } from '#tests/support/given-loss.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let bondId: string
const longAgo = new Date(Date.now() - 40 * 86_400_000)
beforeEach(async () => {
  team = await givenTeam()
  bondId = await givenActiveBond(team, { occurredAt: longAgo })
})

const add = (of: Partial<NewDate>, staff = team.intake) =>
  addCourtDate({ staff, bondId, date: courtDate(of), knownFrom: 'court_notice' })
const record = (dateId: string, outcome: DayOutcome, next: NewDate | null = null) =>
  recordAppearance({ staff: team.intake, bondId, dateId, outcome, knownFrom: 'court_docket', next })
const page = async (id = bondId) => {
  const found = await datesOfBond({ bondId: id, fundIds: [team.fundId], timezone })
  if (!found) throw new Error('the bond is theirs')
  return found
}
const state = async () => (await page()).state

describe('a date', () => {
  test('is kept with its place sealed, and read by those who follow the bond', async () => {
    const dateId = await givenDate(team, bondId)
    const row = await inTransaction(system, (tx) => tx.courtDate.findUniqueOrThrow({ where: { id: dateId } }))
    expect(Buffer.from(row.placeSealed ?? []).toString('latin1')).not.toContain('Larkspur')
    expect((await page()).dates).toMatchObject([
      {
        id: dateId,
        day: inDays(30),
        half: 'afternoon',
        building: 'Larkspur County Court',
        room: '4B',
        end: null,
      },
    ])
    expect(await datesOfBond({ bondId, fundIds: [], timezone })).toBeNull()
  })

  test('that was moved stays as it was told, and the new one follows it', async () => {
    const dateId = await givenDate(team, bondId)
    const { nextId } = await changeCourtDate({
      ...{ staff: team.approver, bondId, dateId, change: 'moved', knownFrom: 'lawyer' },
      next: courtDate({ day: inDays(44), half: 'morning' }),
    })
    expect((await page()).dates).toMatchObject([
      { id: nextId, day: inDays(44), half: 'morning', end: null },
      { id: dateId, day: inDays(30), end: { outcome: 'moved', by: 'approver' } },
    ])
  })

  test('that had passed when it was entered waits for what became of it, and nobody is called', async () => {
    await givenYes(team, bondId)
    const dateId = await givenDate(team, bondId, { day: inDays(-3) })
    expect(await callsOf(bondId)).toEqual([])
    await record(dateId, 'appeared')
    expect(await state()).toBe('active')
  })

  test('that goes on at a later day, and one after which the case was over', async () => {
    const dateId = await givenDate(team, bondId, { day: inDays(-3) })
    const { nextId } = await record(dateId, 'continued', courtDate({ day: inDays(20) }))
    await record(nextId ?? '', 'case_ended')
    expect((await page()).dates.map(({ end }) => end?.outcome)).toEqual(['case_ended', 'continued'])
  })
})

describe('a missed date', () => {
  test('moves a court bond, and waits the same day for someone to ask why', async () => {
    const dateId = await givenDate(team, bondId, { day: inDays(0) })
    await record(dateId, 'missed')
    expect(await state()).toBe('missed_court')
    expect((await page()).missed).toMatchObject([{ answers: [] }])
    await record(await givenDate(team, bondId, { day: inDays(-1) }), 'missed')
    expect(await state()).toBe('missed_court')
    expect((await page()).missed).toHaveLength(2)
  })

  test('moves no immigration bond: only a demand on paper does', async () => {
    bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
    await record(await givenDate(team, bondId, { day: inDays(0), hearing: 'check_in' }), 'missed')
    expect(await state()).toBe('active')
    expect((await page()).missed).toHaveLength(1)
  })

  test('of someone who was never let out leaves the bond where it is', async () => {
    bondId = (await givenPostedBond(team)).bondId
    await record(await givenDate(team, bondId, { day: inDays(0) }), 'missed')
    expect(await state()).toBe('posted')
  })
})

describe('refused', () => {
  test('days that cannot be', async () => {
    expect(await refusalOf(add({ day: inDays(-41) }))).toMatchObject({ code: 'date_comes_after_posting' })
    expect(await refusalOf(add({ day: inDays(1828) }))).toMatchObject({ code: 'date_is_within_five_years' })
    await add({})
    expect(await refusalOf(add({}))).toMatchObject({ code: 'date_is_entered_once' })
    expect(await refusalOf(add({ hearing: 'check_in' }))).toMatchObject({ code: 'hearing_fits_the_bond' })
  })

  test('an outcome before the day, a second one, and one of a date that is not the bond’s', async () => {
    const dateId = await givenDate(team, bondId, { day: inDays(1) })
    for (const outcome of ['appeared', 'missed'] as const)
      expect(await refusalOf(record(dateId, outcome))).toMatchObject({ code: 'outcome_follows_its_day' })
    const today = await givenDate(team, bondId, { day: inDays(0) })
    await record(today, 'appeared')
    expect(await refusalOf(record(today, 'missed'))).toMatchObject({ code: 'date_has_one_outcome' })
    expect(await state()).toBe('active')
    const other = await givenActiveBond(team)
    expect(await refusalOf(record(await givenDate(team, other), 'case_ended'))).toMatchObject({
      code: 'date_unknown',
    })
  })

  test('a next date where there is none, none where there is one, and one that does not follow', async () => {
    const dateId = await givenDate(team, bondId, { day: inDays(0) })
    expect(await refusalOf(record(dateId, 'continued'))).toMatchObject({ code: 'moved_date_has_its_next' })
    expect(await refusalOf(record(dateId, 'appeared', courtDate()))).toMatchObject({
      code: 'only_a_moved_date_has_a_next',
    })
    expect(await refusalOf(record(dateId, 'continued', courtDate({ day: inDays(0) })))).toMatchObject({
      code: 'next_date_follows_its_change',
    })
    expect((await page()).dates).toHaveLength(1)
  })

  test('by a role that only reads, of another fund, and where the case is over', async () => {
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await refusalOf(add({}, auditor))).toMatchObject({ code: 'role_may_not' })
    expect(await refusalOf(add({}, (await givenTeam()).intake))).toMatchObject({ code: 'bond_unknown' })
    bondId = await givenDueBond(team)
    expect(await refusalOf(add({}))).toMatchObject({ code: 'dates_are_of_open_cases' })
  })
})

test('fifty people say what became of one date: one is heard, and the bond moves once', async () => {
  const dateId = await givenDate(team, bondId, { day: inDays(0) })
  const said = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => record(dateId, index % 2 ? 'missed' : 'appeared')),
  )
  expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { dates, missed } = await page()
  expect(dates).toHaveLength(1)
  expect(missed).toHaveLength(dates[0]?.end?.outcome === 'missed' ? 1 : 0)
  expect(dates[0]?.end?.at.getTime()).toBeLessThanOrEqual(now().getTime())
})
