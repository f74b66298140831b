import { Temporal } from 'temporal-polyfill'
import { isFederalHoliday } from './federal-holidays.ts'

const friday = 5
/** The working day's end: what is promised for a day is due by then. */
const endOfDay = { hour: 17 }

/**
 * The end of the n-th working day after a moment, in the organization's time zone: a promise made on Friday for one day
 * is due on Monday. Saturdays, Sundays and federal holidays do not count.
 */
export function workingDaysAfter(moment: Date, days: number, timezone: string): Date {
  let day = Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= friday && !isFederalHoliday(day)) left -= 1
  }
  const end = day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(endOfDay) })
  return new Date(end.epochMilliseconds)
}
