import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { dropCalls } from './case-calls.server.ts'
import { type DateChange, type DayOutcome, hasNext } from './court-date.ts'
import { insertDate, type NewDate } from './insert-date.server.ts'

type Ended = {
  dateId: string
  outcome: DayOutcome | DateChange
  knownFrom: KnownFrom
  /** Where the case goes on: asked for where it is moved or continued, and only there. */
  next: NewDate | null
  by: string
  at: Date
  timezone: string
}

/** What became of a date, once. Its calls are dropped, and the next date takes its place where there is one. */
export async function endDate(tx: Tx, bond: LockedBond, ended: Ended): Promise<{ nextId: string | null }> {
  const { dateId, outcome, knownFrom, next, by, at, timezone } = ended
  const date = await tx.courtDate.findFirst({
    where: { id: dateId, bondId: bond.id },
    include: { outcome: true },
  })
  if (!date) throw new Refusal('date_unknown')
  if (date.outcome) throw new Refusal('date_has_one_outcome')
  const day = date.day.toISOString().slice(0, 10)
  const needsTheDay = outcome === 'appeared' || outcome === 'missed' || outcome === 'continued'
  if (needsTheDay && dayOf(at, timezone) < day) throw new Refusal('outcome_follows_its_day', {}, 'outcome')
  if (hasNext(outcome) && !next) throw new Refusal('moved_date_has_its_next', {}, 'day')
  if (!hasNext(outcome) && next) throw new Refusal('only_a_moved_date_has_a_next', {}, 'day')

  await tx.courtDateOutcome.create({
    data: { dateId, bondId: bond.id, outcome, knownFrom, recordedBy: by, occurredAt: at },
  })
  await dropCalls(tx, { bondId: bond.id, dateId, at })
  if (!next) return { nextId: null }
  const nextId = await insertDate(tx, bond, {
    ...{ date: next, knownFrom, replaces: { id: dateId, day, outcome } },
    ...{ by, at, timezone },
  })
  return { nextId }
}
