import { beforeEach, describe, expect, test } from 'vitest'
import type { BondKind } from '#app/domain/bonds/bond.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { answerMissedDate, type MissedAnswer } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import type { ReleaseAnswer } from '#app/domain/court-dates/court-date.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { type CaseCallMade, recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { waitingForCases } from '#app/domain/court-dates/waiting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { callsOf, courtDate, givenDate, givenYes, inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, walk } from '#tests/support/given-loss.ts'
import { recordForfeiture, reinstateBond } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  bondId = await givenActiveBond(team)
})

const open = async () => (await callsOf(bondId)).filter(({ doneAt }) => doneAt === null)
const kinds = async () => (await open()).map(({ kind }) => kind)
const made = (of: Partial<CaseCallMade>) =>
  recordCaseCall({ staff: team.intake, bondId, callId: '', outcome: 'no_answer', ride: null, ...of })
const waiting = (roles: Role[] = ['intake']) =>
  inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
    waitingForCases(tx, { staff: team.intake, personIn: () => ({ id: team.intake.id, roles }) }),
  )

describe('calls', () => {
  test('are planned where the person said yes, for every coming date, and a no drops them', async () => {
    await givenDate(team, bondId)
    expect(await open()).toEqual([])
    await givenYes(team, bondId)
    await givenDate(team, bondId, { day: inDays(4) })
    expect(await kinds()).toEqual(['two_days', 'morning_before', 'seven_days', 'two_days', 'morning_before'])
    await givenYes(team, bondId, 'ar')
    expect(await open()).toHaveLength(5)
    const no = { wantsCalls: false, language: 'ar', voicemail: false } as const
    await setContact({ staff: team.intake, bondId, ...no })
    expect(await open()).toEqual([])
    expect(await refusalOf(setContact({ staff: team.intake, bondId, ...no, voicemail: true }))).toMatchObject(
      {
        code: 'voicemail_needs_a_yes',
      },
    )
  })

  test('end with a breach, and are planned again once it was taken back', async () => {
    bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
    await givenYes(team, bondId)
    await givenDate(team, bondId, { hearing: 'master' })
    const planned = await kinds()
    expect(planned).toEqual(['seven_days', 'two_days', 'morning_before'])
    await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await kinds()).toEqual([])
    await walk(team, bondId, ['rescinded'])
    expect(await kinds()).toEqual([])
    await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await kinds()).toEqual(planned)
  })

  test('follow a date that is moved, and end with one that is cancelled and with the case', async () => {
    await givenYes(team, bondId)
    const dateId = await givenDate(team, bondId)
    const change = { staff: team.intake, bondId, knownFrom: 'lawyer' } as const
    const { nextId } = await changeCourtDate({
      ...{ ...change, dateId, change: 'moved', next: courtDate({ day: inDays(60) }) },
    })
    expect((await open()).map((call) => call.dateId)).toEqual([nextId, nextId, nextId])
    await changeCourtDate({ ...change, dateId: nextId ?? '', change: 'cancelled', next: null })
    expect(await open()).toEqual([])
    await givenDate(team, bondId)
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    expect(await open()).toEqual([])
  })

  test('are made once, with a ride offered to whoever is reached', async () => {
    await givenYes(team, bondId)
    await givenDate(team, bondId)
    const [first] = await open()
    const callId = first?.id ?? ''
    for (const wrong of [{ outcome: 'reached' }, { outcome: 'voicemail', ride: 'wanted' }] as const)
      expect(await refusalOf(made({ callId, ...wrong }))).toMatchObject({
        code: 'ride_is_asked_of_the_person',
      })
    await made({ callId, outcome: 'reached', ride: 'wanted' })
    expect(await refusalOf(made({ callId }))).toMatchObject({ code: 'call_is_done_once' })
    expect(await refusalOf(made({ callId: bondId }))).toMatchObject({ code: 'call_unknown' })
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await refusalOf(made({ callId, staff: auditor }))).toMatchObject({ code: 'role_may_not' })
    expect(await kinds()).toEqual(['two_days', 'morning_before'])
  })

  test('that nobody answered are tried three times in all', async () => {
    await givenYes(team, bondId)
    await givenDate(team, bondId)
    for (let tries = 0; tries < 3; tries++) {
      const call = (await open()).find(({ kind }) => kind === 'seven_days')
      await made({ callId: call?.id ?? '' })
    }
    expect(await kinds()).toEqual(['two_days', 'morning_before'])
  })

  test('fifty at once: one is kept', async () => {
    await givenYes(team, bondId)
    await givenDate(team, bondId)
    const callId = (await open())[0]?.id ?? ''
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, () => made({ callId, outcome: 'reached', ride: 'not_wanted' })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a missed date', () => {
  const missedDates = () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.missedDate.findMany({ where: { bondId }, orderBy: { recordedAt: 'asc' } }),
    )
  const missed = (dateId: string) =>
    recordAppearance({
      ...{ staff: team.intake, bondId, dateId, outcome: 'missed', knownFrom: 'lawyer', next: null },
    })
  const acts = async () => (await waiting()).map(({ act }) => act).sort()

  test('asks the same day, keeps each answer, and waits until it is known and the proof that was named is in hand', async () => {
    const [first, second] = [
      await givenDate(team, bondId, { day: inDays(0), half: 'morning' }),
      await givenDate(team, bondId, { day: inDays(0), half: 'afternoon' }),
    ]
    await missed(first)
    await missed(second)
    const rows = await missedDates()
    expect(rows.map((each) => each.dateId)).toEqual([first, second])
    expect(await acts()).toEqual(['ask_about_missed', 'ask_about_missed'])
    expect((await waiting())[0]).toMatchObject({ to: `/admin/bonds/${bondId}/dates`, fundId: team.fundId })
    expect(await waiting(['auditor'])).toEqual([])

    const answer = (of: Partial<MissedAnswer> = {}) =>
      answerMissedDate({
        ...{ staff: team.intake, bondId, missedId: rows[0]?.id ?? '', lawyer: 'called' },
        ...{ whereabouts: 'in_hospital', proof: null, ...of },
      })
    const proof = { kind: 'hospital_letter', on: inDays(1), inHand: false } as const
    expect(await refusalOf(answer({ proof }))).toMatchObject({ code: 'proof_is_from_the_past' })
    expect(await refusalOf(answer({ missedId: bondId }))).toMatchObject({ code: 'missed_date_unknown' })
    await answer({ lawyer: 'no_answer', whereabouts: 'unknown' })
    expect(await acts(), 'nobody knows yet').toEqual(['ask_about_missed', 'ask_about_missed'])
    await answer({ proof: { ...proof, on: inDays(0) } })
    expect(await acts(), 'the letter is still to be got').toEqual(['ask_about_missed', 'get_missed_proof'])
    await answer({ proof: { ...proof, on: inDays(0), inHand: true } })
    expect(await acts()).toEqual(['ask_about_missed'])
  })

  test('that was known before its date was entered is one miss, and asked about once', async () => {
    await walk(team, bondId, ['missed_court'])
    expect((await missedDates()).map((each) => each.dateId)).toEqual([null])
    const [dateId, later] = [
      await givenDate(team, bondId, { day: inDays(0), half: 'morning' }),
      await givenDate(team, bondId, { day: inDays(0), half: 'afternoon' }),
    ]
    await missed(dateId)
    expect((await missedDates()).map((each) => each.dateId)).toEqual([dateId])
    expect(await acts()).toEqual(['ask_about_missed'])
    await missed(later)
    expect((await missedDates()).map((each) => each.dateId)).toEqual([dateId, later])
  })

  test('of an earlier date is another one, where the person had to come again before it was known', async () => {
    bondId = await givenActiveBond(team, { occurredAt: new Date(Date.now() - 9 * 86_400_000) })
    const earlier = await givenDate(team, bondId, { day: inDays(-5) })
    const last = await givenDate(team, bondId, { day: inDays(-2) })
    await walk(team, bondId, ['missed_court'])
    await missed(earlier)
    expect((await missedDates()).map((each) => each.dateId)).toEqual([null, earlier])
    await missed(last)
    expect((await missedDates()).map((each) => each.dateId)).toEqual([last, earlier])
  })
})

describe('after posting', () => {
  const day = 86_400_000
  const ask = (answer: ReleaseAnswer) => recordReleaseCheck({ staff: team.intake, bondId, answer })
  const acts = async () => (await waiting()).map(({ act }) => act)

  test('someone who is still inside after a day is asked about, and again a day later', async () => {
    bondId = (await givenPostedBond(team, { occurredAt: new Date(Date.now() - 2 * day) })).bondId
    expect(await acts()).toEqual(['check_release'])
    await ask('being_processed')
    expect(await acts()).toEqual([])
    await asOfTime(new Date(Date.now() + 1.1 * day), async () =>
      expect(await acts()).toEqual(['check_release']),
    )
    bondId = await givenActiveBond(team)
    expect(await refusalOf(ask('hold'))).toMatchObject({ code: 'only_the_held_are_asked_about' })
  })

  test('of an immigration bond ICE is asked, who may answer that a stay was filed', async () => {
    const since = new Date(Date.now() - 2 * day)
    expect(await refusalOf(heldAnswer('court_bail', 'stay', since))).toMatchObject({
      code: 'release_answer_fits_the_bond',
    })
    expect(await refusalOf(heldAnswer('immigration_bond', 'detainer', since))).toMatchObject({
      code: 'release_answer_fits_the_bond',
    })
    expect((await acts()).sort()).toEqual(['check_ice_release', 'check_release'])
    await ask('stay')
    expect(await acts()).toEqual(['check_release'])
  })

  async function heldAnswer(kind: BondKind, answer: ReleaseAnswer, since: Date): Promise<void> {
    bondId = (await givenPostedBond(team, { kind, principal: 2_500_00n, occurredAt: since })).bondId
    await ask(answer)
  }

  test('a date that has passed waits for what became of it', async () => {
    bondId = await givenActiveBond(team, { occurredAt: new Date(Date.now() - 9 * day) })
    await givenDate(team, bondId, { day: inDays(-2) })
    expect(await acts()).toEqual(['record_appearance'])
  })
})
