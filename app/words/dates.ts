import { isLanguage, locale } from './languages.ts'

type DateStyle = 'day' | 'weekday' | 'minute' | 'brief' | 'brief_day' | 'hour' | 'month'

/** A date in the reader's language and in the organization's time zone, so that everyone reads the same day. */
export function formatDate(date: Date, language: string, timezone: string, style: DateStyle = 'day'): string {
  return formatOf(isLanguage(language) ? locale(language) : language, timezone, style).format(date)
}

/**
 * When something is due. What is due within a day is due at the midnight that ends it: no reader would say so, and the day
 * that begins there is one too late. So it is the day before that is named.
 */
export function formatDue(
  date: Date,
  language: string,
  timezone: string,
  styles: { day: DateStyle; minute: DateStyle },
): string {
  return isMidnight(date, timezone)
    ? formatDate(new Date(date.getTime() - 1), language, timezone, styles.day)
    : formatDate(date, language, timezone, styles.minute)
}

const isMidnight = (date: Date, timezone: string): boolean =>
  formatOf('en-GB', timezone, 'hour').format(date) === '00:00'

// A page writes a dozen dates, and making a format costs more than the rest of the page's words.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(place: string, timezone: string, style: DateStyle): Intl.DateTimeFormat {
  const key = `${place} ${timezone} ${style}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(place, { ...styles[style], timeZone: timezone })
  formats.set(key, made)
  return made
}

const styles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { dateStyle: 'long' },
  weekday: { weekday: 'long', month: 'long', day: 'numeric' },
  minute: { dateStyle: 'long', timeStyle: 'short' },
  brief: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  brief_day: { month: 'short', day: 'numeric' },
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { month: 'long', year: 'numeric' },
}
