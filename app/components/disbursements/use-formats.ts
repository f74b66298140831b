import { useTranslation } from 'react-i18next'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'

/** Money and moments in the reader's language and the organization's time zone. */
export function useFormats(timezone: string) {
  const { i18n } = useTranslation()
  return {
    money: (cents: bigint) => formatCents(cents, i18n.language),
    day: (date: Date) => formatDate(date, i18n.language, timezone),
    minute: (date: Date) => formatDate(date, i18n.language, timezone, 'minute'),
  }
}
