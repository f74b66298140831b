import { formatCents } from '#app/domain/money/format.ts'
import { formatDate, formatDue } from '#app/words/dates.ts'
import { useWords } from '../words.ts'

/** Money and moments in the reader's language and the organization's time zone. */
export function useFormats(timezone: string) {
  const { i18n } = useWords()
  return {
    money: (cents: bigint) => formatCents(cents, i18n.language),
    day: (date: Date) => formatDate(date, i18n.language, timezone),
    minute: (date: Date) => formatDate(date, i18n.language, timezone, 'minute'),
    month: (date: Date) => formatDate(date, i18n.language, timezone, 'month'),
    /** Without the year: for what is near, where there is little room. */
    brief: (date: Date) => formatDate(date, i18n.language, timezone, 'brief'),
    /** When something is due: to the minute, or the last day for it. */
    due: (date: Date) => formatDue(date, i18n.language, timezone, { day: 'day', minute: 'minute' }),
    dueSoon: (date: Date) => formatDue(date, i18n.language, timezone, { day: 'brief_day', minute: 'brief' }),
  }
}
