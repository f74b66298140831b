import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { calendar } from '#app/domain/court-dates/reads/calendar.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { addDeadline } from '#app/domain/deadlines/add-deadline.server.ts'
import { endDeadline } from '#app/domain/deadlines/end-deadline.server.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { takeBackRide } from '#app/domain/rides/take-back-ride.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { courtDate, inDays, timezone } from '#tests/support/given-dates.ts'
import { noticed } from '#tests/support/given-loss.ts'
import { type Alliance, givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let alliance: Alliance
let bondIds: [string, ...string[]]
beforeEach(async () => {
  alliance = await givenAlliance()
  bondIds = (await givenSharedBond(alliance)).bondIds
})

const second = () => bondIds[1] ?? ''
const released = () =>
  recordRelease({ staff: alliance.intake, bondId: bondIds[0], outcome: 'released', knownFrom: 'jail' })

const acts = async () => {
  const { intake } = alliance
  const roles = intake.fundIds.map((fundId) => ({ fundId, role: 'intake' as const }))
  const items = await waitingForMe({ staff: { ...intake, language: 'en', roles } })
  return items.map(({ act, amountCents }) => `${act} ${amountCents}`)
}
const desk = (fundIds: string[] = alliance.fundIds) =>
  calendar({
    staff: { ...alliance.intake, fundIds, language: 'en', roles: [] },
    ...{ fundIds, timezone, month: inDays(30).slice(0, 7), fundSlug: null },
  })
const calls = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.caseCall.findMany({ where: { bondId: { in: bondIds } }, orderBy: { dueAt: 'asc' } }),
  )

/** What one fund's audit says of its own part: dates, deadlines and rides. */
const audited = async (place: number) => {
  const of = { fundId: alliance.fundIds[place] ?? '', subjectId: bondIds[place] ?? '' }
  const rows = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { ...of, actorId: alliance.intake.id }, orderBy: { id: 'asc' } }),
  )
  const acts = rows.filter(({ action }) => /^(date|deadline)\.|release_checked$/.test(action))
  return acts.map(({ action, outcome }) => `${action} ${outcome}`)
}

describe('a bond that funds share is one case', () => {
  test('whose date is told once to whoever serves one of its funds, and ends for all of them', async () => {
    await released()
    const on = { staff: alliance.intake, bondId: second() }
    await addCourtDate({ ...on, date: courtDate(), knownFrom: 'court_notice' })
    for (const fundIds of [alliance.fundIds, ...alliance.fundIds.map((id) => [id])]) {
      const page = await desk(fundIds)
      expect(page.coming).toHaveLength(1)
      expect(page.days).toEqual([{ day: inDays(30), morning: 0, afternoon: 1 }])
    }
    await asOfTime(new Date(Date.now() + 31 * 86_400_000), async () => {
      expect((await desk()).tasks.map(({ act, amountCents }) => [act, amountCents])).toEqual([
        ['record_appearance', 5_000_00n],
      ])
      const page = await datesOfBond({ bondId: second(), fundIds: alliance.fundIds, timezone })
      expect(page?.id).toBe(bondIds[0])
      await recordAppearance({
        ...{ ...on, dateId: page?.dates[0]?.id ?? '', outcome: 'missed', knownFrom: 'lawyer', next: null },
      })
      expect((await desk()).tasks.map(({ act }) => act)).toEqual(['ask_about_missed'])
      const missed = await datesOfBond({ bondId: second(), fundIds: alliance.fundIds, timezone })
      await answerMissedDate({
        ...{ ...on, missedId: missed?.missed[0]?.id ?? '', lawyer: 'called', whereabouts: 'in_hospital' },
        proof: null,
      })
      expect((await desk()).tasks).toEqual([])
      for (const fundId of alliance.fundIds) expect((await desk([fundId])).tasks).toEqual([])
    })
  })

  test('whose person is called once before a date', async () => {
    await released()
    const on = { staff: alliance.intake, bondId: second() }
    await setContact({ ...on, wantsCalls: true, language: 'es', voicemail: false })
    await addCourtDate({ ...on, date: courtDate(), knownFrom: 'court_notice' })
    expect((await calls()).map(({ kind }) => kind)).toEqual(['seven_days', 'two_days', 'morning_before'])
    const [first] = await calls()
    await asOfTime(first?.dueAt ?? new Date(), async () => {
      expect((await desk()).tasks.map(({ act }) => act)).toEqual(['call_about_date'])
      await recordCaseCall({ ...on, callId: first?.id ?? '', outcome: 'reached', ride: 'not_wanted' })
      expect((await desk()).tasks).toEqual([])
    })
  })

  test('whose ride is looked for once, arranged for all of its parts, and taken back for all', async () => {
    await released()
    const on = { staff: alliance.intake, bondId: second() }
    await setContact({ ...on, wantsCalls: true, language: 'es', voicemail: false })
    await addCourtDate({ ...on, date: courtDate(), knownFrom: 'court_notice' })
    const [first] = await calls()
    await recordCaseCall({ ...on, callId: first?.id ?? '', outcome: 'reached', ride: 'wanted' })
    expect((await acts()).filter((act) => /ride/.test(act))).toEqual(['arrange_ride 500000'])

    const seen = () => datesOfBond({ bondId: second(), fundIds: alliance.fundIds, timezone })
    const dateId = (await seen())?.dates[0]?.id ?? ''
    await arrangeRide({ ...on, dateId, driver: 'volunteer', word: '' })
    expect((await acts()).filter((act) => /ride/.test(act))).toEqual([])
    for (const [place, fundId] of alliance.fundIds.entries()) {
      const part = await datesOfBond({ bondId: bondIds[place] ?? '', fundIds: [fundId], timezone })
      expect(part?.rides).toMatchObject([{ driver: 'volunteer', takenBack: null }])
    }
    await takeBackRide({ ...on, rideId: (await seen())?.rides[0]?.id ?? '' })
    expect((await acts()).filter((act) => /ride/.test(act))).toEqual(['arrange_ride 500000'])
    const rides = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.caseRide.findMany({ where: { bondId: { in: bondIds } } }),
    )
    expect(rides).toHaveLength(bondIds.length)
    expect(rides.every(({ takenBackAt }) => takenBackAt !== null)).toBe(true)
  })

  test('whose release is asked after once within a day, and posted, not released, once', async () => {
    await asOfTime(new Date(Date.now() + 25 * 3_600_000), async () => {
      const asked = (await acts()).filter((act) => /release/.test(act)).sort()
      expect(asked).toEqual(['check_release 500000', 'record_release 500000'])
      await recordReleaseCheck({ staff: alliance.intake, bondId: second(), answer: 'being_processed' })
      expect((await acts()).filter((act) => /check_release/.test(act))).toEqual([])
      for (const fundId of alliance.fundIds) expect((await desk([fundId])).tasks).toEqual([])
    })
  })

  test('whose last day of a paper is met once', async () => {
    await released()
    const on = { staff: alliance.intake, bondId: bondIds[0] }
    await moveBond({ ...on, to: 'missed_court', knownFrom: 'court_docket' })
    await moveBond({
      ...on,
      to: 'forfeiture_noticed',
      knownFrom: 'court_notice',
      ...noticed('forfeiture_noticed'),
    })
    const due = async () => (await desk()).tasks.filter(({ act }) => act === 'meet_deadline')
    expect(await due()).toMatchObject([{ bondId: bondIds[0], amountCents: 5_000_00n }])
    const page = await datesOfBond({ bondId: second(), fundIds: alliance.fundIds, timezone })
    await endDeadline({ ...on, bondId: second(), deadlineId: page?.deadlines[0]?.id ?? '', outcome: 'void' })
    expect(await due()).toEqual([])
  })

  test('whose every record, and every refusal of one, is in the audit of each fund with its own part', async () => {
    const on = { staff: alliance.intake, bondId: second() }
    const seen = () => datesOfBond({ bondId: second(), fundIds: alliance.fundIds, timezone })
    const date = (days: number) =>
      addCourtDate({ ...on, date: courtDate({ day: inDays(days) }), knownFrom: 'court_notice' })
    await recordReleaseCheck({ ...on, answer: 'being_processed' })
    await released()
    await setContact({ ...on, wantsCalls: true, language: 'es', voicemail: false })
    const { dateId } = await date(30)
    const [first] = await calls()
    await recordCaseCall({ ...on, callId: first?.id ?? '', outcome: 'reached', ride: 'wanted' })
    await arrangeRide({ ...on, dateId, driver: 'volunteer', word: '' })
    await takeBackRide({ ...on, rideId: (await seen())?.rides[0]?.id ?? '' })
    expect((await refusalOf(takeBackRide({ ...on, rideId: second() }))).code).toBe('ride_unknown')
    await changeCourtDate({ ...on, dateId, change: 'cancelled', knownFrom: 'court_notice', next: null })
    const days = { paperOn: inDays(0), lastDay: inDays(20) }
    await addDeadline({ ...on, kind: 'pay_forfeiture', paper: 'court_order', ...days })
    await endDeadline({ ...on, deadlineId: (await seen())?.deadlines[0]?.id ?? '', outcome: 'void' })
    const { dateId: missed } = await date(10)
    await asOfTime(new Date(Date.now() + 11 * 86_400_000), async () => {
      await recordAppearance({ ...on, dateId: missed, outcome: 'missed', knownFrom: 'lawyer', next: null })
      const missedId = (await seen())?.missed[0]?.id ?? ''
      await answerMissedDate({ ...on, missedId, lawyer: 'called', whereabouts: 'in_hospital', proof: null })
    })

    for (const place of alliance.fundIds.keys())
      expect(await audited(place)).toEqual([
        ...['bond.release_checked done', 'date.contact_set done', 'date.added done', 'date.called done'],
        ...['date.ride_arranged done', 'date.ride_taken_back done', 'date.ride_taken_back refused'],
        ...['date.changed done', 'deadline.written done', 'deadline.ended done'],
        ...['date.added done', 'date.ended done', 'date.missed_answered done'],
      ])
  })
})
