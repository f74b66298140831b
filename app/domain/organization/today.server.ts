import { Temporal } from 'temporal-polyfill'
import { now } from '#app/platform/clock.ts'
import { organization } from './organization.server.ts'

/** The day that it is where the organization is. */
export async function today(): Promise<Temporal.PlainDate> {
  const { timezone } = await organization()
  return Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(timezone).toPlainDate()
}
