import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import type { ContactLanguage } from '#app/domain/court-dates/court-date.ts'
import type { NewDate } from '#app/domain/court-dates/insert-date.server.ts'
import { sealPlace } from '#app/domain/court-dates/place.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Team } from './given-disbursement.ts'

export const timezone = 'America/Chicago'

/** A day so many days from today, where the organization is. */
export const inDays = (days: number): string =>
  Temporal.PlainDate.from(dayOf(new Date(), timezone)).add({ days }).toString()

export const courtDate = (of: Partial<NewDate> = {}): NewDate => ({
  day: inDays(30),
  half: 'afternoon',
  hearing: 'status',
  building: 'Larkspur County Court',
  room: '4B',
  ...of,
})

/** Entered by the team's intake from a court's notice. Answers its id. */
export async function givenDate(
  team: Team,
  bondId: string,
  of: Partial<NewDate> & { occurredAt?: Date } = {},
): Promise<string> {
  const { occurredAt, ...date } = of
  const { dateId } = await addCourtDate({
    ...{ staff: team.intake, bondId, date: courtDate(date), knownFrom: 'court_notice', occurredAt },
  })
  return dateId
}

/** A morning in court on each of `count` days, the first in `from` days. Answers their ids, the soonest first. */
export async function givenDailyDates(
  team: Team,
  bondId: string,
  { from, count }: { from: number; count: number },
): Promise<string[]> {
  const dates = Array.from({ length: count }, (_, later) => ({ id: randomUUID(), day: inDays(from + later) }))
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { caseCode } = await tx.bond.findUniqueOrThrow({ where: { id: bondId } })
    const key = await caseKey(tx, caseCode)
    await tx.courtDate.createMany({
      data: dates.map(({ id, day }) => ({
        ...{ id, bondId, day: new Date(day), half: 'morning', hearing: 'status' },
        ...sealPlace(id, { building: 'Larkspur County Court', room: '4B' }, key),
        ...{ knownFrom: 'court_notice', recordedBy: team.intake.id, occurredAt: new Date() },
      })),
    })
  })
  return dates.map(({ id }) => id)
}

export const givenYes = (team: Team, bondId: string, language: ContactLanguage = 'es') =>
  setContact({ staff: team.intake, bondId, wantsCalls: true, language, voicemail: false })

export const callsOf = (bondId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.caseCall.findMany({ where: { bondId }, orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }] }),
  )
