import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { usePublicFrame } from '../public-frame.ts'

/** Money and days as a donor reads them: without cents where there are none. */
export function useGiftFormats() {
  const { language, timezone } = usePublicFrame()
  return {
    language,
    money: (cents: bigint) => formatCents(cents, language, { whole: cents % 100n === 0n }),
    day: (date: Date) => formatDate(date, language, timezone),
  }
}
