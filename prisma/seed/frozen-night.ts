import { Client } from 'pg'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { env } from '#app/platform/env.ts'
import { drawnByLee, planNight } from './nights.ts'
import type { DemonstrationStaff } from './people.ts'

const hour = 3_600_000
const longestNight = 72

/**
 * A night of this week that Lee drew from and that nobody confirmed by noon of the next working day: frozen, and not yet
 * over. Between the end of a weekend's longest night and Monday's noon no night can be so, and none is told.
 */
export async function seedFrozenNight(
  { fundId, timezone }: { fundId: string; timezone: string },
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const opensAt = latestToBeFrozen(today, timezone)
  if (!opensAt) return
  const planned = new Date(opensAt.getTime() - hour)
  const closesAt = new Date(opensAt.getTime() + longestNight * hour)
  await byTheClockOfTheStory(async () => {
    const envelopeId = await asOfTime(planned, () => planNight({ fundId, opensAt, closesAt }, staff))
    const posted = { dollars: 350, receiptNumber: 'R-40071' }
    await asOfTime(opensAt, () => drawnByLee(envelopeId, posted, staff))
  })
}

/** A night of the week before, of which nothing was drawn: it closed, the time for entries went by, and all of it is free again. */
export async function seedClosedNight(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const inDays = (days: number) => new Date(today.getTime() + days * 24 * hour)
  const [opensAt, over] = [inDays(-9), inDays(-2)]
  const closesAt = new Date(opensAt.getTime() + 12 * hour)
  await byTheClockOfTheStory(async () => {
    await asOfTime(inDays(-10), () => planNight({ fundId, opensAt, closesAt }, staff))
    await asOfTime(over, () => expireEnvelopes())
  })
}

/** The last hour at which a night could begin, and be drawn from at once, whose time to confirm is over. */
export function latestToBeFrozen(today: Date, timezone: string): Date | null {
  for (let ago = 1; ago < longestNight; ago++) {
    const begins = new Date(today.getTime() - ago * hour)
    if (noonOfNextWorkingDay(begins, timezone) <= today) return begins
  }
  return null
}

/**
 * The database plans no night after its hour, whatever is said of when: `not_before_now` judges by its own clock. While
 * this part of the fictional year is told, its owner lets it judge by the clock of the story; every other rule stands. The
 * product's own role cannot do this, and a story that ends in the middle is thrown away with its database.
 */
async function byTheClockOfTheStory(tell: () => Promise<void>): Promise<void> {
  const owner = new Client({ connectionString: env().DATABASE_OWNER_URL })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ rule: string }>(
      `select pg_get_functiondef('not_before_now(timestamptz)'::regprocedure) as rule`,
    )
    await owner.query(
      `create or replace function not_before_now(p_said timestamptz) returns timestamptz language sql stable as 'select p_said'`,
    )
    try {
      await tell()
    } finally {
      await owner.query(rows[0]?.rule ?? '')
    }
  } finally {
    await owner.end()
  }
}
