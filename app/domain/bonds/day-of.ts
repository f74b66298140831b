import { Temporal } from 'temporal-polyfill'

/** The day of a moment where the organization is, as `2026-11-21`. Such days compare as text. */
export const dayOf = (moment: Date, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString()
