import { Temporal } from 'temporal-polyfill'
import { isFederalHoliday } from './federal-holidays.ts'

const friday = 5
/** The working day's end: what is promised for a day is due by then. */
const endOfDay = { hour: 17 }

/**
 * The end of the n-th working day after a moment, in the organization's time zone: a promise made on Friday for one day
 * is due on Monday. Saturdays, Sundays and federal holidays do not count.
 */
export const workingDaysAfter = (moment: Date, days: number, timezone: string): Date =>
  at(endOfDay, workingDayAfter(moment, days, timezone), timezone)

/** Noon of the next working day: of Monday for what was done on Friday night, Saturday or Sunday. */
export const noonOfNextWorkingDay = (moment: Date, timezone: string): Date =>
  at({ hour: 12 }, workingDayAfter(moment, 1, timezone), timezone)

/** How many working days a promise is late, the begun one counted: none until it was due. */
export function workingDaysLate(dueAt: Date, moment: Date, timezone: string): number {
  if (moment <= dueAt) return 0
  const today = dayIn(moment, timezone)
  let late = 0
  for (let day = dayIn(dueAt, timezone).add({ days: 1 }); Temporal.PlainDate.compare(day, today) <= 0; ) {
    if (isWorkingDay(day)) late += 1
    day = day.add({ days: 1 })
  }
  return Math.max(late, 1)
}

function workingDayAfter(moment: Date, days: number, timezone: string): Temporal.PlainDate {
  let day = dayIn(moment, timezone)
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day)) left -= 1
  }
  return day
}

const isWorkingDay = (day: Temporal.PlainDate): boolean => day.dayOfWeek <= friday && !isFederalHoliday(day)

const dayIn = (moment: Date, timezone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timezone).toPlainDate()

function at(time: { hour: number }, day: Temporal.PlainDate, timezone: string): Date {
  const moment = day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(time) })
  return new Date(moment.epochMilliseconds)
}
