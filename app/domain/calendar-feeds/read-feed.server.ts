import { Temporal } from 'temporal-polyfill'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Half } from '#app/domain/court-dates/court-date.ts'
import { openPlace } from '#app/domain/court-dates/place.server.ts'
import { spanOf } from '#app/domain/court-dates/plan-calls.ts'
import { openDates } from '#app/domain/court-dates/reads/calendar.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { caseKeys } from '#app/domain/vault/case-key.server.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'

type FeedEvent = {
  id: string
  caseCode: string
  building: string
  half: Half
  start: Date
  end: Date
  recordedAt: Date
}

const daysBack = 14

/**
 * The open dates that a private address shows: case code, building and half day, of the funds where its owner follows
 * bonds at this moment, and nothing else. Null for an address that is unknown, was switched off, or whose owner has left.
 */
export async function readFeed(of: {
  token: string
}): Promise<{ language: string; events: FeedEvent[] } | null> {
  const feed = await db().calendarFeed.findUnique({ where: { tokenHash: hashToken(of.token) } })
  if (!feed || feed.endedAt) return null
  const owner = await db().staff.findUnique({ where: { id: feed.staffId } })
  if (!owner || owner.disabledAt) return null
  const held = await db().staffRole.findMany({
    where: { staffId: owner.id, role: { in: [...rolesFor('bonds:follow')] } },
    select: { fundId: true },
    distinct: ['fundId'],
  })
  const { timezone } = await organization()
  const from = Temporal.PlainDate.from(dayOf(now(), timezone)).subtract({ days: daysBack }).toString()
  const fundIds = held.map(({ fundId }) => fundId)
  const events = await inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    // A calendar program shows what it is sent and tells of nothing that is missing.
    const rows = await openDates(tx, { from, fundSlug: null, atMost: null })
    const keyOf = await caseKeys(
      tx,
      rows.map(({ caseCode }) => caseCode),
    )
    return rows.map(({ id, caseCode, day, half, sealed, sealedFor, recordedAt }) => ({
      ...{ id, caseCode, half, recordedAt },
      ...spanOf({ day, half, timezone }),
      building: openPlace(id, { sealed, sealedFor }, keyOf(caseCode)).building,
    }))
  })
  return { language: owner.language, events }
}

/** Whether a person's own calendar is on, and since when. */
export async function ownFeed(staffId: string): Promise<{ startedAt: Date } | null> {
  const feed = await db().calendarFeed.findFirst({ where: { staffId, endedAt: null } })
  return feed && { startedAt: feed.startedAt }
}
