import { dayOf } from '#app/domain/bonds/day-of.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemonstrationStaff } from './people.ts'

const day = 86_400_000
const timezone = 'America/Chicago'

/**
 * Two cases with what a calendar sees: a date that was moved, one that went on another day, one that was cancelled, the last
 * one that ended the case; and one that was missed because a person lay in hospital. Of one in jail the desk was asked.
 */
export async function seedHearings(fundId: string, { dana }: DemonstrationStaff, today: Date): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const dateOn = (days: number, hearing: 'status' | 'motion' | 'trial') => ({
    ...{ day: dayOf(ago(days), timezone), half: 'morning' as const, hearing },
    ...{ building: 'Larkspur County Court (fictional)', room: '1A' },
  })
  const [long, missed] = await bondsOf(fundId, 'active')
  const since = Math.floor((today.getTime() - (long?.postedAt.getTime() ?? 0)) / day)
  const knownFrom = 'court_notice' as const

  const on = { staff: dana, bondId: long?.id ?? '', knownFrom }
  const add = (days: number, hearing: 'status' | 'motion' | 'trial') =>
    asOfTime(ago(since - 2), () => addCourtDate({ ...on, date: dateOn(days, hearing) }))
  const first = await add(since - 4, 'status')
  const { nextId: second } = await asOfTime(ago(since - 3), () =>
    changeCourtDate({ ...on, dateId: first.dateId, change: 'moved', next: dateOn(since - 6, 'status') }),
  )
  const { nextId: third } = await asOfTime(ago(since - 6), () =>
    recordAppearance({
      ...{ ...on, dateId: second ?? '', outcome: 'continued' },
      next: dateOn(since - 10, 'motion'),
    }),
  )
  await asOfTime(ago(since - 10), () =>
    recordAppearance({ ...on, dateId: third ?? '', outcome: 'appeared', next: null }),
  )
  const needless = await add(since - 12, 'motion')
  await asOfTime(ago(since - 11), () =>
    changeCourtDate({ ...on, dateId: needless.dateId, change: 'cancelled', next: null }),
  )
  const last = await add(since - 14, 'trial')
  await asOfTime(ago(since - 14), () =>
    recordAppearance({ ...on, dateId: last.dateId, outcome: 'case_ended', next: null }),
  )
  await missOne({ staff: dana, bondId: missed?.id ?? '' }, { date: dateOn(3, 'status'), ago })

  const [held] = await bondsOf(fundId, 'posted')
  if (held) await recordReleaseCheck({ staff: dana, bondId: held.id, answer: 'being_processed' })
}

type Missing = { date: Parameters<typeof addCourtDate>[0]['date']; ago: (days: number) => Date }

async function missOne(
  on: { staff: DemonstrationStaff['dana']; bondId: string },
  { date, ago }: Missing,
): Promise<void> {
  const knownFrom = 'court_docket' as const
  const { dateId } = await asOfTime(ago(4), () => addCourtDate({ ...on, knownFrom, date }))
  await asOfTime(ago(2.5), () =>
    recordAppearance({ ...on, knownFrom, dateId, outcome: 'missed', next: null }),
  )
  const { id: missedId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.missedDate.findFirstOrThrow({ where: { dateId }, select: { id: true } }),
  )
  const proof = { kind: 'hospital_letter', on: date.day, inHand: true } as const
  await asOfTime(ago(2.4), () =>
    answerMissedDate({ ...on, missedId, lawyer: 'called', whereabouts: 'in_hospital', proof }),
  )
}

/** A claim that was filed and asked about again, one that waits for a paper, and a check drawn to the person themselves. */
export async function seedClaims(fundId: string, { dana }: DemonstrationStaff, today: Date): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const inDays = (days: number) => dayOf(ago(-days), timezone)
  const of = { staff: dana, note: 'by_phone', drawnTo: null, lastDay: null } as const
  const due = await bondsOf(fundId, 'refund_due')
  const [filed, papers] = due
  if (filed) {
    const claim = {
      ...of,
      bondId: filed.id,
      kind: 'claim_filed',
      drawnTo: 'fund',
      dueOn: inDays(-4),
    } as const
    await asOfTime(ago(20), () => recordChase({ ...claim, note: 'by_letter' }))
    await asOfTime(ago(3), () => recordChase({ ...of, bondId: filed.id, kind: 'chased', dueOn: inDays(18) }))
  }
  if (papers)
    await asOfTime(ago(2), () =>
      recordChase({ ...of, bondId: papers.id, kind: 'paper_missing', dueOn: inDays(12) }),
    )
  const [person] = await bondsOf(fundId, 'held_by_depositor')
  if (person)
    await asOfTime(ago(5), () =>
      recordChase({ ...of, bondId: person.id, kind: 'drawn_to_person', dueOn: inDays(9) }),
    )
}

const bondsOf = (fundId: string, state: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findMany({
      where: { fundId, kind: 'court_bail', state },
      orderBy: [{ postedAt: 'asc' }, { caseCode: 'asc' }],
      select: { id: true, postedAt: true },
    }),
  )
