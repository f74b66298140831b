import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { waitingForCases } from '#app/domain/court-dates/waiting.server.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { takeBackRide } from '#app/domain/rides/take-back-ride.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { callsOf, givenDate, givenYes, inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { givenIntake, givenRequest, screen, walk as walkRequest } from '#tests/support/given-request.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system = { scope: { kind: 'system' } } as const

let team: Team
let personId: string
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  const known = await givenPerson(team.fundId, { name: 'Rosa Quill', phone: '+1 555 0188' })
  personId = known.personId
  bondId = (await givenPostedBond(team, { caseCode: known.caseCode })).bondId
})

const release = () => recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
type Arranged = Parameters<typeof arrangeRide>[0]
const arrange = (of: Partial<Arranged> = {}) =>
  arrangeRide({ staff: team.intake, bondId, dateId: null, driver: 'volunteer', word: '', ...of })
const takeBack = (rideId: string) => takeBackRide({ staff: team.intake, bondId, rideId })

const page = async () => {
  const found = await datesOfBond({ bondId, fundIds: [team.fundId], timezone })
  if (!found) throw new Error('the bond is of this fund')
  return found
}
const waiting = async (roles: Role[] = ['intake']) => {
  const items = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
    waitingForCases(tx, { staff: team.intake, personIn: () => ({ id: team.intake.id, roles }) }),
  )
  return items.filter(({ act }) => act.startsWith('arrange_ride'))
}

/** Reached before a date in thirty days, and said whether they want a ride. */
async function givenAsked(ride: 'wanted' | 'not_wanted'): Promise<string> {
  await release()
  await givenYes(team, bondId)
  const dateId = await givenDate(team, bondId)
  await reached(ride)
  return dateId
}

async function reached(ride: 'wanted' | 'not_wanted') {
  const call = (await callsOf(bondId)).find(({ doneAt }) => doneAt === null)
  await recordCaseCall({ staff: team.intake, bondId, callId: call?.id ?? '', outcome: 'reached', ride })
}

describe('a ride to a date', () => {
  test('that was asked for waits for whoever follows bonds, by the day before, until somebody drives', async () => {
    const dateId = await givenAsked('wanted')
    const [waits] = await waiting()
    expect(waits).toMatchObject({ act: 'arrange_ride', to: `/admin/bonds/${bondId}/dates` })
    const begins = Temporal.PlainDate.from(inDays(30)).toZonedDateTime(timezone).epochMilliseconds
    expect(waits?.dueAt?.getTime()).toBe(begins)
    expect(await waiting(['auditor'])).toEqual([])

    await arrange({ dateId, driver: 'hired_car', word: 'The blue car, north door' })
    expect(await waiting()).toEqual([])
    const [ride] = (await page()).rides
    expect(ride).toMatchObject({
      ...{ dateId, driver: 'hired_car', word: 'The blue car, north door', takenBack: null },
    })
    await takeBack(ride?.id ?? '')
    expect(await waiting()).toHaveLength(1)
    expect((await page()).rides).toMatchObject([{ takenBack: { at: expect.any(Date) } }])
    expect((await refusalOf(takeBack(ride?.id ?? ''))).code).toBe('ride_is_taken_back_once')

    await arrange({ dateId, driver: 'ticket' })
    expect((await page()).rides.map(({ driver }) => driver)).toEqual(['ticket', 'hired_car'])
    expect(await brokenBooks()).toEqual([])
  })

  test('waits for nobody where it was not asked for, is not wanted any more, or its date is gone', async () => {
    const dateId = await givenAsked('not_wanted')
    expect(await waiting()).toEqual([])
    await asOfTime(new Date(Date.now() + 60_000), () => reached('wanted'))
    expect(await waiting()).toHaveLength(1)
    await asOfTime(new Date(Date.now() + 120_000), () => reached('not_wanted'))
    expect(await waiting()).toEqual([])

    const other = await givenDate(team, bondId, { day: inDays(40) })
    await asOfTime(new Date(Date.now() + 180_000), () => reached('wanted'))
    expect(await waiting()).toHaveLength(1)
    const change = { staff: team.intake, bondId, knownFrom: 'lawyer', next: null } as const
    await changeCourtDate({ ...change, dateId: other, change: 'cancelled' })
    expect(await waiting()).toEqual([])
    expect((await refusalOf(arrange({ dateId: other }))).code).toBe('ride_is_to_a_coming_date')
    await asOfTime(new Date(Date.now() + 31 * 86_400_000), async () =>
      expect((await refusalOf(arrange({ dateId }))).code).toBe('ride_is_to_a_coming_date'),
    )
  })

  test('is of one bond, of whose role it is, and once; fifty at once are one', async () => {
    const dateId = await givenAsked('wanted')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect((await refusalOf(arrange({ dateId, staff: auditor }))).code).toBe('role_may_not')
    expect((await refusalOf(arrange({ dateId: bondId }))).code).toBe('date_unknown')
    expect((await refusalOf(takeBack(bondId))).code).toBe('ride_unknown')
    expect(await fifty(() => arrange({ dateId }))).toBe(1)
    expect((await refusalOf(arrange({ dateId }))).code).toBe('ride_is_arranged_once')
    const rideId = (await page()).rides[0]?.id ?? ''
    expect(await fifty(() => takeBack(rideId))).toBe(1)
    const events = await inTransaction(system, (tx) =>
      tx.auditEvent.findMany({
        where: { subjectId: bondId, action: { startsWith: 'date.ride' }, outcome: 'done' },
        orderBy: { id: 'asc' },
      }),
    )
    expect(events.map(({ action }) => action)).toEqual(['date.ride_arranged', 'date.ride_taken_back'])
  })
})

describe('a ride home', () => {
  test('that was asked for at the screening waits from the posting until somebody drives, or they are out', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    await givenIntake({ ...team, administrator })
    const requestId = await givenRequest(team.fundId)
    await walkRequest(team, requestId, 'screening', 'recommended', 'approved')
    const { caseCode } = await inTransaction(system, (tx) =>
      tx.requestCase.findFirstOrThrow({ where: { requestId } }),
    )
    expect(await waiting()).toEqual([])
    bondId = (await givenPostedBond(team, { caseCode })).bondId
    expect(await waiting()).toMatchObject([{ act: 'arrange_ride_home', caseCode }])
    expect(await page()).toMatchObject({ wantsRideHome: true, rides: [] })
    await arrange({ word: 'Side door' })
    expect(await waiting()).toEqual([])
    const [ride] = (await page()).rides
    expect(ride).toMatchObject({ dateId: null, word: 'Side door' })
    expect((await refusalOf(arrange())).code).toBe('ride_is_arranged_once')
    await takeBack(ride?.id ?? '')
    expect(await waiting()).toHaveLength(1)
    await release()
    expect(await waiting()).toEqual([])
    expect((await refusalOf(arrange())).code).toBe('ride_home_is_of_the_held')
  })

  test('that was asked of one fund waits for who follows the bond in the fund that paid it, who sees no more of it', async () => {
    const serves = await givenTeam()
    const administrator = await givenActor(serves.fundId, ['administrator'])
    await givenIntake({ ...serves, administrator })
    const requestId = await givenRequest(serves.fundId)
    await walkRequest(serves, requestId, 'screening', 'recommended', 'approved')
    const { caseCode } = await inTransaction(system, (tx) =>
      tx.requestCase.findFirstOrThrow({ where: { requestId } }),
    )
    bondId = (await givenPostedBond(team, { caseCode })).bondId
    expect(await waiting()).toMatchObject([{ act: 'arrange_ride_home', caseCode }])
    expect(await page()).toMatchObject({ wantsRideHome: true, rides: [] })
    const seen = (fundId: string) =>
      inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, async (tx) => ({
        wishes: await tx.requestRide.count(),
        answer: await tx.$queryRaw`select ride_home_is_wanted(${bondId}::uuid) as wanted`,
      }))
    expect(await seen(team.fundId)).toEqual({ wishes: 0, answer: [{ wanted: true }] })
    expect(await seen(serves.fundId)).toEqual({ wishes: 1, answer: [{ wanted: false }] })
    await arrange()
    expect(await waiting()).toEqual([])
  })

  test('is forgotten where a later screening says that none is needed', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    await givenIntake({ ...team, administrator })
    const requestId = await givenRequest(team.fundId)
    await walkRequest(team, requestId, 'screening')
    const wished = () => inTransaction(system, (tx) => tx.requestRide.count({ where: { requestId } }))
    await screen(team, requestId)
    await screen(team, requestId)
    expect(await wished()).toBe(1)
    await screen(team, requestId, { ride_needed: 'no' })
    expect(await wished()).toBe(0)
  })
})

describe('a word about a ride', () => {
  test('names nobody who is driven, and needs a person to rest with', async () => {
    for (const word of ['Meet Rosa at two', 'Call +1 555 0188', 'At Larkspur County Jail'])
      expect((await refusalOf(arrange({ word }))).code, word).toBe('ride_word_names_nobody')
    const { bondId: nobodys } = await givenPostedBond(team)
    expect((await refusalOf(arrange({ bondId: nobodys, word: 'Side door' }))).code).toBe(
      'ride_word_needs_a_person',
    )
    await arrange({ bondId: nobodys })
    expect((await page()).rides).toEqual([])
  })

  test('is sealed, counted, and goes with the person; that somebody drove stays', async () => {
    const dateId = await givenAsked('wanted')
    await arrange({ dateId, word: 'North door' })
    const rows = await inTransaction(system, (tx) => tx.personRide.findMany({ where: { personId } }))
    expect(rows).toHaveLength(1)
    expect(Buffer.from(rows[0]?.sealed ?? []).toString('latin1')).not.toContain('North')
    const stored = async () =>
      (await personPage({ staff: team.intake, fundIds: [team.fundId], personId }))?.stored
    expect(await stored()).toMatchObject({ documents: 1, wishes: 2 })

    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    await walk(team, bondId, ['closed'])
    await erasePerson({ staff: await givenActor(team.fundId, ['administrator']), personId })
    expect(await stored()).toMatchObject({ documents: 0, wishes: 2 })
    expect((await page()).rides).toMatchObject([{ dateId, driver: 'volunteer', word: '' }])
  })
})
