import { Temporal } from 'temporal-polyfill'

/** `month` is `2026-11`; it ends where the next begins, in the organization's time zone. */
export type Month = { month: string; endsAt: Date }

/** This month, of which a part is left, and those after it. */
export function monthsAhead(of: { at: Date; timezone: string; count: number }): Month[] {
  const first = Temporal.Instant.fromEpochMilliseconds(of.at.getTime())
    .toZonedDateTimeISO(of.timezone)
    .toPlainDate()
    .toPlainYearMonth()
  return Array.from({ length: of.count }, (_, ahead) => {
    const month = first.add({ months: ahead })
    const end = month.add({ months: 1 }).toPlainDate({ day: 1 }).toZonedDateTime(of.timezone)
    return { month: month.toString(), endsAt: new Date(end.epochMilliseconds) }
  })
}
