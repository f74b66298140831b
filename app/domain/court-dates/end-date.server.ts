import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { dropCalls } from './case-calls.server.ts'
import { type DateChange, type DayOutcome, hasNext } from './court-date.ts'
import { insertDate, type NewDate } from './insert-date.server.ts'
import { sameDates } from './same-of-parts.server.ts'

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

/**
 * What became of a date, once, for every part that knows of it. Its calls are dropped, and the next date takes its place where
 * there is one. Answers each part's own date that ended.
 */
export async function endDate(
  tx: Tx,
  bonds: readonly LockedBond[],
  ended: Ended,
): Promise<{ nextId: string | null; ended: { bond: LockedBond; dateId: string }[] }> {
  const same = await sameDates(tx, { dateId: ended.dateId, bonds })
  const [own] = same
  if (!own) throw new Refusal('date_unknown')
  const nextIds: (string | null)[] = []
  for (const { bond, row } of same) nextIds.push(await endOne(tx, bond, row, ended))
  return { nextId: nextIds[0] ?? null, ended: same.map(({ bond, row }) => ({ bond, dateId: row.id })) }
}

async function endOne(
  tx: Tx,
  bond: LockedBond,
  date: { id: string; day: Date; outcome: object | null },
  { outcome, knownFrom, next, by, at, timezone }: Ended,
): Promise<string | null> {
  const dateId = date.id
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
  if (!next) return null
  return insertDate(tx, bond, {
    ...{ date: next, knownFrom, replaces: { id: dateId, day, outcome } },
    ...{ by, at, timezone },
  })
}
