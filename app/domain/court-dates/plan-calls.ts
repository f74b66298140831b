import { Temporal } from 'temporal-polyfill'
import type { CallKind, Half } from './court-date.ts'

/** Half a day in court, in the organization's time zone. */
const hours: Record<Half, { from: number; to: number }> = {
  morning: { from: 8, to: 12 },
  afternoon: { from: 13, to: 17 },
}

/** When people are called: early enough to arrange a ride, late enough to be awake. */
const callHour = 9

type OnDay = { day: string; half: Half; timezone: string }

/** The span of a half day, as moments. */
export const spanOf = ({ day, half, timezone }: OnDay): { start: Date; end: Date } => ({
  start: hourOn(day, hours[half].from, timezone),
  end: hourOn(day, hours[half].to, timezone),
})

/**
 * The calls about one date: 7 days and 2 days before, and the last morning on which a call still helps: for a hearing in
 * the afternoon that of the day itself, for one in the morning that of the day before, since nine o'clock of the same day
 * is too late. What lies behind is left out, but the last call is never: entered late, it is due at once.
 */
export function planCalls(of: OnDay & { at: Date }): { kind: CallKind; dueAt: Date }[] {
  const { day, half, timezone, at } = of
  if (spanOf(of).start <= at) return []
  const before = (days: number) =>
    hourOn(Temporal.PlainDate.from(day).subtract({ days }).toString(), callHour, timezone)
  const last = before(half === 'afternoon' ? 0 : 1)
  const early = [
    { kind: 'seven_days' as const, dueAt: before(7) },
    { kind: 'two_days' as const, dueAt: before(2) },
  ]
  return [
    ...early.filter(({ dueAt }) => dueAt > at),
    { kind: 'morning_before', dueAt: new Date(Math.max(last.getTime(), at.getTime())) },
  ]
}

const hoursBetweenTries = 2
export const mostTries = 3

/** When to try again where nobody answered; null where the hearing would have begun. */
export function nextTry(of: OnDay & { at: Date }): Date | null {
  const next = new Date(of.at.getTime() + hoursBetweenTries * 3_600_000)
  return next < spanOf(of).start ? next : null
}

function hourOn(day: string, hour: number, timezone: string): Date {
  const moment = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: timezone,
    plainTime: Temporal.PlainTime.from({ hour }),
  })
  return new Date(moment.epochMilliseconds)
}
