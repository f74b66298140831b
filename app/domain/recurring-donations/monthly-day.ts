import { Temporal } from 'temporal-polyfill'

/** The day of the month that a schedule may be said to be charged on; 31 is the last one, as any day that a month lacks is. */
export type MonthlyDay = {
  day: number
  /** False where some charges fall a day beside it: Stripe counts in UTC, where an evening is the next day already. */
  isExact: boolean
  nextAt: Date
}

/** Four years: every length of a month, a leap day, and summer time. */
const horizon = 48

/**
 * What can be promised of a schedule that Stripe counts from `anchorAt`: by the charges that follow, as they fall in `timezone`.
 * The evening of 28 February in New York is 1 March in UTC, and so every later charge is on a month's last day.
 */
export function monthlyDay(anchorAt: Date, timezone: string): MonthlyDay {
  const anchor = Temporal.Instant.fromEpochMilliseconds(anchorAt.getTime()).toZonedDateTimeISO('UTC')
  const charges = Array.from({ length: horizon }, (_, at) => anchor.add({ months: at + 1 }).epochMilliseconds)
  const zone = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' })
  const days = charges.map((at) => zone.format(at).split('-').map(Number) as Day)
  const today = anchor.withTimeZone(timezone).day
  // The day on which it began, before any other that fits as well.
  const candidates = [today, ...Array.from({ length: 31 }, (_, at) => 31 - at)]
  const within = (most: number) =>
    candidates.find((day) => days.every((charged) => daysFrom(charged, day) <= most))
  const exact = within(0)
  return {
    day: exact ?? within(1) ?? today,
    isExact: exact !== undefined,
    nextAt: new Date(charges[0] ?? 0),
  }
}

type Day = [year: number, month: number, day: number]

/** How many days a charge is off a day of the month, in the nearest of three months. */
const daysFrom = ([year, month, day]: Day, planned: number): number =>
  Math.min(
    ...[-1, 0, 1].map((months) => {
      const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
      const on = Date.UTC(year, month - 1 + months, Math.min(planned, last))
      return Math.abs(on - Date.UTC(year, month - 1, day)) / 86_400_000
    }),
  )
