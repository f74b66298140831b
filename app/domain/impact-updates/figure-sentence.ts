import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import type { Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

/** A published figure as a sentence, with its date: cents, or people for `people_freed`. */
export function figureSentence(
  figure: { name: string; value: bigint; asOf: Date },
  reader: { language: Language; timezone: string },
): string {
  const { language, timezone } = reader
  const date = formatDate(figure.asOf, language, timezone)
  return wordsFor(language).t(
    `public:update.figure.${figure.name}`,
    figure.name === 'people_freed'
      ? { count: Number(figure.value), date }
      : { amount: formatCents(figure.value, language, { whole: figure.value % 100n === 0n }), date },
  )
}
