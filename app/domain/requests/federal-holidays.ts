import type { Temporal } from 'temporal-polyfill'

const [monday, thursday, friday] = [1, 4, 5]

type Fixed = { month: number; day: number }
/** The n-th of a weekday in a month; -1 is the last. */
type Floating = { month: number; weekday: number; nth: number }

/** The public holidays of the United States (5 U.S.C. 6103(a)), on which courts, jails' counters and banks are closed. */
const fixed: Fixed[] = [
  { month: 1, day: 1 },
  { month: 6, day: 19 },
  { month: 7, day: 4 },
  { month: 11, day: 11 },
  { month: 12, day: 25 },
]
const floating: Floating[] = [
  { month: 1, weekday: monday, nth: 3 },
  { month: 2, weekday: monday, nth: 3 },
  { month: 5, weekday: monday, nth: -1 },
  { month: 9, weekday: monday, nth: 1 },
  { month: 10, weekday: monday, nth: 2 },
  { month: 11, weekday: thursday, nth: 4 },
]

/** One that falls on a Saturday is kept on the Friday before, one on a Sunday on the Monday after (5 U.S.C. 6103(b), E.O. 11582). */
export function isFederalHoliday(day: Temporal.PlainDate): boolean {
  if (floating.some((holiday) => isFloating(day, holiday)) || fixed.some((holiday) => isOn(day, holiday)))
    return true
  const kept = (offset: number) => fixed.some((holiday) => isOn(day.add({ days: offset }), holiday))
  return (day.dayOfWeek === friday && kept(1)) || (day.dayOfWeek === monday && kept(-1))
}

const isOn = (day: Temporal.PlainDate, { month, day: of }: Fixed): boolean =>
  day.month === month && day.day === of

function isFloating(day: Temporal.PlainDate, { month, weekday, nth }: Floating): boolean {
  if (day.month !== month || day.dayOfWeek !== weekday) return false
  return nth === -1 ? day.day + 7 > day.daysInMonth : Math.ceil(day.day / 7) === nth
}
