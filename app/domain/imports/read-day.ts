import { Temporal } from 'temporal-polyfill'

export type DayOrder = 'month_first' | 'day_first'

type ReadDay = { ok: true; day: string } | { ok: false; problem: 'date_empty' | 'date_malformed' }

type How = { order: DayOrder; utc: boolean; timezone: string; shortYears: boolean }

const time = String.raw`(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?([AaPp][Mm])?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}|[A-Z]{2,4}))?)?`
const shapes = {
  iso: new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${time}$`),
  figures: new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${time}$`),
  monthFirst: new RegExp(String.raw`^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${time}$`),
  dayFirst: new RegExp(String.raw`^(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})${time}$`),
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]

/**
 * The day that a cell names, as `2024-01-31`: figures year first, or in the order that was chosen for the file, or with the
 * month as an English word. Where the file's moments are Greenwich's, the day is the organization's own. Nothing is guessed:
 * the thirteenth month is no day.
 */
export function readDay(cell: string, how: How): ReadDay {
  const text = cell.trim()
  if (text === '') return { ok: false, problem: 'date_empty' }
  const parts = partsOf(text, how)
  const day = parts && dayOfParts(parts, how)
  return day ? { ok: true, day } : { ok: false, problem: 'date_malformed' }
}

type Parts = { year: number; month: number; day: number; clock: (string | undefined)[] }

function partsOf(text: string, { order, shortYears }: How): Parts | null {
  const iso = shapes.iso.exec(text)
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), clock: iso.slice(4) }
  const figures = shapes.figures.exec(text)
  if (figures) {
    const [first, second] = [Number(figures[1]), Number(figures[3])]
    const [month, day] = order === 'month_first' ? [first, second] : [second, first]
    const year = Number(figures[4]) + (shortYears && figures[4]?.length === 2 ? 2000 : 0)
    return { year, month, day, clock: figures.slice(5) }
  }
  const named = shapes.monthFirst.exec(text)
  if (named)
    return { year: Number(named[3]), month: monthOf(named[1]), day: Number(named[2]), clock: named.slice(4) }
  const last = shapes.dayFirst.exec(text)
  if (last)
    return { year: Number(last[3]), month: monthOf(last[2]), day: Number(last[1]), clock: last.slice(4) }
  return null
}

function monthOf(word = ''): number {
  const lower = word.toLowerCase()
  return (monthNames.indexOf(lower) >= 0 ? monthNames.indexOf(lower) : months.indexOf(lower)) + 1
}

function dayOfParts({ year, month, day, clock }: Parts, { utc, timezone }: How): string | null {
  if (year < 1900 || year > 2200) return null
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
    const [hours, minutes, seconds, half] = clock
    if (hours === undefined) return date.toString()
    const at = date.toPlainDateTime(
      Temporal.PlainTime.from(
        { hour: hourOf(Number(hours), half), minute: Number(minutes), second: Number(seconds ?? 0) },
        { overflow: 'reject' },
      ),
    )
    if (!utc) return date.toString()
    return at.toZonedDateTime('UTC').withTimeZone(timezone).toPlainDate().toString()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Twelve at night is the first hour of its half day; an hour past twelve has no half. */
function hourOf(hour: number, half: string | undefined): number {
  if (!half) return hour
  if (hour < 1 || hour > 12) return 99
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}
