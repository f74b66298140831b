import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { planCallsOf } from './case-calls.server.ts'
import { type Half, type Hearing, hearingsOf, takesDates } from './court-date.ts'
import { type Place, sealPlace } from './place.server.ts'

export type NewDate = Place & {
  /** `2026-12-01`, of the organization's time zone. */
  day: string
  half: Half
  hearing: Hearing
}

type Entered = {
  date: NewDate
  knownFrom: KnownFrom
  replaces: { id: string; day: string; outcome: string } | null
  by: string
  at: Date
  timezone: string
}

const yearsAhead = 5

/**
 * Writes a date of a case and plans its calls. A day that has passed is allowed back to the posting, since papers come
 * late: nobody is called about it, and it waits at once for what became of it.
 */
export async function insertDate(tx: Tx, bond: LockedBond, entered: Entered): Promise<string> {
  const { date, knownFrom, replaces, by, at, timezone } = entered
  await refuseImpossibleDate(tx, bond, entered)
  const id = randomUUID()
  await tx.courtDate.create({
    data: {
      id,
      bondId: bond.id,
      day: new Date(date.day),
      half: date.half,
      hearing: date.hearing,
      ...sealPlace(id, date, await caseKey(tx, bond.caseCode)),
      knownFrom,
      replaces: replaces?.id ?? null,
      recordedBy: by,
      occurredAt: at,
    },
  })
  await planCallsOf(tx, { bondId: bond.id, at, timezone })
  return id
}

async function refuseImpossibleDate(tx: Tx, bond: LockedBond, entered: Entered): Promise<void> {
  const { date, replaces, at, timezone } = entered
  const { day, half } = date
  if (!takesDates(bond.state)) throw new Refusal('dates_are_of_open_cases')
  if (!hearingsOf(bond.kind).includes(date.hearing)) throw new Refusal('hearing_fits_the_bond', {}, 'hearing')
  if (day < dayOf(bond.postedAt, timezone)) throw new Refusal('date_comes_after_posting', {}, 'day')
  const latest = Temporal.PlainDate.from(dayOf(at, timezone)).add({ years: yearsAhead }).toString()
  if (day > latest) throw new Refusal('date_is_within_five_years', {}, 'day')
  if (replaces?.outcome === 'continued' && day <= replaces.day) {
    throw new Refusal('next_date_follows_its_change', {}, 'day')
  }
  const same = await tx.courtDate.count({
    where: { bondId: bond.id, day: new Date(day), half, outcome: null },
  })
  if (same > 0) throw new Refusal('date_is_entered_once', {}, 'day')
}
