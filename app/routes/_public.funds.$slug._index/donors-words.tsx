import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import type { WordsInPublic } from '#app/domain/gift-comments/words-in-public.server.ts'
import { formatDate } from '#app/words/dates.ts'

/** What donors said and agreed to show: words and a month, and nothing of who they are. */
export function DonorsWords({ words }: { words: WordsInPublic[] }) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  if (words.length === 0) return null
  return (
    <section aria-labelledby="words-title" className="border-t border-hairline py-10">
      <h2 id="words-title" className="text-2xl">
        {t('public:fund.words.title')}
      </h2>
      <p className="measure mt-2 text-quiet">{t('public:fund.words.lead')}</p>
      <ul className="mt-4 grid gap-x-16 lg:grid-cols-2">
        {words.map(({ text, month }) => (
          <li key={`${month.toISOString()}${text}`} className="border-t border-hairline py-4">
            <blockquote dir="auto" className="measure whitespace-pre-line wrap-anywhere">
              {text}
            </blockquote>
            <p className="mt-1 text-s text-quiet">
              <time dateTime={month.toISOString().slice(0, 7)}>
                {formatDate(month, language, 'UTC', 'month')}
              </time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
