import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'

type Update = { slug: string; title: string; publishedAt: Date }

export function Updates({ updates }: { updates: Update[] }) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  return (
    <section aria-labelledby="updates-title" className="border-t border-hairline py-10">
      <h2 id="updates-title" className="text-2xl">
        {t('public:fund.updates.title')}
      </h2>
      {updates.length === 0 && <p className="measure mt-2 text-quiet">{t('public:fund.updates.empty')}</p>}
      <ul className="mt-4">
        {updates.map(({ slug, title, publishedAt }) => (
          <li
            key={slug}
            className="flex flex-wrap items-baseline gap-x-6 border-t border-hairline py-3 first:border-t-0"
          >
            <time dateTime={publishedAt.toISOString()} className="figures w-44 text-s text-quiet">
              {formatDate(publishedAt, language, timezone)}
            </time>
            <a href={paths.publicUpdate(slug, language)} className="inline-block py-0.5 font-semibold">
              <bdi>{title}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
