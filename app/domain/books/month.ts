import { Temporal } from 'temporal-polyfill'

/** A month as `2026-10`. */
export const monthPattern = /^\d{4}-(?:0[1-9]|1[0-2])$/

/** The moment at which a month is over where the organization is. */
export const cutOf = (month: string, timezone: string): Date =>
  new Date(
    Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 }).toZonedDateTime(timezone)
      .epochMilliseconds,
  )

/** The month that a cut closes. */
export const monthOf = (cut: Date, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(cut.getTime())
    .toZonedDateTimeISO(timezone)
    .subtract({ nanoseconds: 1 })
    .toPlainDate()
    .toPlainYearMonth()
    .toString()

/** The months that are over and come after the last closed one, the latest first; no more than two years of them. */
export function monthsToClose(now: Date, closed: Date | null, timezone: string): string[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone)
  const months: string[] = []
  for (let back = 1; back <= 24; back++) {
    const month = here.toPlainDate().toPlainYearMonth().subtract({ months: back }).toString()
    if (closed && cutOf(month, timezone).getTime() <= closed.getTime()) break
    months.push(month)
  }
  return months
}
