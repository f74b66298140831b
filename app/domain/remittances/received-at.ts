import { Temporal } from 'temporal-polyfill'

/** The last moment of the day on which the check came, and never one that lies ahead. */
export function receivedAt(day: string, timezone: string, now: Date): Date {
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds - 1
  return new Date(Math.min(end, now.getTime()))
}
