import { Temporal } from 'temporal-polyfill'
import { Refusal } from '#app/domain/refusal.ts'

export type Span = { startsAt: Date; endsAt: Date }

const mostDays = 7
/** A form takes its minutes. */
const grace = 15 * 60_000

/** Why nobody can take this turn, or null where they can. Days are those of the organization's clock. */
export function whyNoTurn({ startsAt, endsAt }: Span, at: Date, timezone: string): Refusal | null {
  if (endsAt <= startsAt) return new Refusal('turn_ends_after_it_begins', {}, 'endsAt')
  const longest = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime())
    .toZonedDateTimeISO(timezone)
    .add({ days: mostDays })
  if (endsAt.getTime() > longest.epochMilliseconds)
    return new Refusal('turn_lasts_a_week_at_most', {}, 'endsAt')
  if (startsAt.getTime() < at.getTime() - grace) return new Refusal('turn_lies_ahead', {}, 'startsAt')
  return endsAt <= at ? new Refusal('turn_lies_ahead', {}, 'endsAt') : null
}
