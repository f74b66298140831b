import { beforeEach, describe, expect, test } from 'vitest'
import { endFeed } from '#app/domain/calendar-feeds/end-feed.server.ts'
import { icalendar } from '#app/domain/calendar-feeds/ical.ts'
import { ownFeed, readFeed } from '#app/domain/calendar-feeds/read-feed.server.ts'
import { startFeed } from '#app/domain/calendar-feeds/start-feed.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenDailyDates, givenDate, inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let dateId: string
beforeEach(async () => {
  team = await givenTeam()
  dateId = await givenDate(team, await givenActiveBond(team), { day: inDays(3) })
})

const system = { scope: { kind: 'system' } } as const
const read = async (token: string) => (await readFeed({ token }))?.events.map(({ id }) => id) ?? null

describe('a person’s own calendar', () => {
  test('is off, then shows the dates of their funds, and nothing of another', async () => {
    const other = await givenTeam()
    await givenDate(other, await givenActiveBond(other))
    expect(await ownFeed(team.intake.id)).toBeNull()
    const { token } = await startFeed({ staff: team.intake })
    expect(await read(token)).toEqual([dateId])
    expect(await read(`${token.slice(0, -1)}_`)).toBeNull()
    const { tokenHash } = await db().calendarFeed.findFirstOrThrow({ where: { staffId: team.intake.id } })
    expect(tokenHash).not.toContain(token)
  })

  test('is whole, however many dates there are', async () => {
    const other = await givenActiveBond(team)
    const later = await givenDailyDates(team, other, { from: 4, count: 250 })
    const { token } = await startFeed({ staff: team.intake })
    expect(await read(token)).toEqual([dateId, ...later])
  })

  test('is renewed or switched off at once', async () => {
    const { token: old } = await startFeed({ staff: team.intake })
    const { token } = await startFeed({ staff: team.intake })
    expect([await read(old), await read(token)]).toEqual([null, [dateId]])
    await endFeed({ staff: team.intake })
    await endFeed({ staff: team.intake })
    expect([await read(token), await ownFeed(team.intake.id)]).toEqual([null, null])
  })

  test('shows no more than its owner may see now', async () => {
    const { token } = await startFeed({ staff: team.intake })
    await inTransaction(system, (tx) => tx.staffRole.deleteMany({ where: { staffId: team.intake.id } }))
    expect(await read(token)).toEqual([])
    await inTransaction(system, (tx) =>
      tx.staff.update({ where: { id: team.intake.id }, data: { disabledAt: new Date() } }),
    )
    expect(await read(token)).toBeNull()
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await read((await startFeed({ staff: auditor })).token)).toEqual([])
  })

  test('pressed fifty times, one address answers', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => startFeed({ staff: team.intake })))
    const answers = await Promise.all(made.map(({ token }) => read(token)))
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
  })
})

describe('what calendar programs read', () => {
  const entry = {
    uid: '1@homeward',
    start: new Date('2026-12-16T19:00:00Z'),
    end: new Date('2026-12-16T23:00:00Z'),
    stamp: new Date('2026-11-21T10:00:00Z'),
    summary: 'K7QM-2XRD, afternoon',
    location: 'Larkspur County Court',
  }

  test('is one event a date', () => {
    expect(icalendar({ name: 'Dates', entries: [entry] }).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Homeward//Dates//EN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Dates',
      'BEGIN:VEVENT',
      'UID:1@homeward',
      'DTSTAMP:20261121T100000Z',
      'DTSTART:20261216T190000Z',
      'DTEND:20261216T230000Z',
      'SUMMARY:K7QM-2XRD\\, afternoon',
      'LOCATION:Larkspur County Court',
      'CLASS:PRIVATE',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  test('is folded at 75 octets, whole characters, and unfolds to what it was', () => {
    const location = `${'مبنى المحكمة 🏛 '.repeat(12)}; room, 4\\B\r\nBEGIN:VEVENT\u0007`
    const text = icalendar({ name: 'Dates', entries: [{ ...entry, location }] })
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\uFFFD')
    const unfolded = text.replaceAll('\r\n ', '').split('\r\n')
    expect(unfolded.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
    expect(unfolded.find((line) => line.startsWith('LOCATION:'))).toBe(
      `LOCATION:${'مبنى المحكمة 🏛 '.repeat(12)}\\; room\\, 4\\\\B\\nBEGIN:VEVENT `,
    )
  })
})
