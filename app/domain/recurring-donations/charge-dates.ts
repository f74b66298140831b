import { Temporal } from 'temporal-polyfill'

/** A day that every month has: any later one would be another day in some months. */
export const lastDayToChoose = 28

/**
 * The first instant, from `from` on, at which a schedule is charged. Stripe counts months from the anchor in UTC, and uses
 * the last day of a month that is too short. `periodEndsAt` is where it stands now.
 */
export function chargeFrom(anchorAt: Date, periodEndsAt: Date, from: Date): Date {
  const anchor = Temporal.Instant.fromEpochMilliseconds(anchorAt.getTime()).toZonedDateTimeISO('UTC')
  const earliest = Math.max(periodEndsAt.getTime(), from.getTime())
  if (periodEndsAt.getTime() >= from.getTime()) return periodEndsAt
  for (let months = 1; ; months++) {
    const at = anchor.add({ months }).epochMilliseconds
    if (at >= earliest) return new Date(at)
  }
}

/**
 * The first charge on another day of the month: at noon of the organization, so that it is the same day in UTC, never
 * today, and never in a month that was charged already.
 */
export function firstChargeOn(
  day: number,
  { at, lastChargedAt, timezone }: { at: Date; lastChargedAt: Date | null; timezone: string },
): Date {
  const today = dateOf(at, timezone)
  const free = lastChargedAt ? monthOf(dateOf(lastChargedAt, timezone)).add({ months: 1 }) : monthOf(today)
  let month = Temporal.PlainYearMonth.compare(free, monthOf(today)) > 0 ? free : monthOf(today)
  if (Temporal.PlainDate.compare(month.toPlainDate({ day }), today) <= 0) month = month.add({ months: 1 })
  return atHour(month.toPlainDate({ day }), 12, timezone)
}

/** The beginning of a day of the organization. */
export const startOfDay = (day: string, timezone: string): Date =>
  atHour(Temporal.PlainDate.from(day), 0, timezone)

/** The day of the month on which a charge falls for the organization. */
export const dayOfMonth = (at: Date, timezone: string): number => dateOf(at, timezone).day

/** As `2026-11-21`. */
export const dayOf = (at: Date, timezone: string): string => dateOf(at, timezone).toString()

export const dayAfter = (at: Date, days: number, timezone: string): string =>
  dateOf(at, timezone).add({ days }).toString()

const dateOf = (at: Date, timezone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone).toPlainDate()

const monthOf = (date: Temporal.PlainDate): Temporal.PlainYearMonth => date.toPlainYearMonth()

const atHour = (date: Temporal.PlainDate, hour: number, timezone: string): Date =>
  new Date(date.toZonedDateTime({ timeZone: timezone, plainTime: { hour } }).epochMilliseconds)
