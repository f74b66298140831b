import type { DatesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { formatDate } from '#app/words/dates.ts'
import { isLanguage } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

/** What to say in each call that waits, in the person's language: by call. It names nobody. */
export function scriptsOf({ contact, dates }: DatesOfBond): Record<string, string> {
  const language = isLanguage(contact?.language) ? contact.language : 'en'
  const { t } = wordsFor(language)
  const waiting = dates.flatMap((date) =>
    date.calls.filter(({ doneAt }) => doneAt === null).map((call) => ({ call, date })),
  )
  return Object.fromEntries(
    waiting.map(({ call, date }) => [
      call.id,
      t('dates:script', {
        date: formatDate(new Date(date.day), language, 'UTC', 'weekday'),
        half: t(`dates:script.half.${date.half}`),
        place: date.building,
      }),
    ]),
  )
}
