import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'

/** A month such as `2026-10`, as people read it. */
export function useMonth(): (month: string) => string {
  const { i18n } = useWords()
  return (month) => formatDate(new Date(`${month}-15T12:00:00Z`), i18n.language, 'UTC', 'month')
}
