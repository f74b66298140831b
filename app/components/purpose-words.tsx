import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'
import { usePublicFrame } from './public-frame.ts'
import { useWords } from './words.ts'

export type Purpose = { purpose: string; purposeVersion: number; purposeSince: Date }

type PurposeWordsProps = { words: Purpose }

/** What a fund binds a gift to, and since when it says so. */
export function PurposeWords({ words }: PurposeWordsProps) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  return (
    <>
      <p className="measure mt-2 whitespace-pre-line">{words.purpose}</p>
      <p className="mt-2 text-s text-quiet">
        {t('give:purpose.version', {
          version: words.purposeVersion,
          date: formatDate(words.purposeSince, language, timezone),
        })}
      </p>
    </>
  )
}

type FundPurposeProps = { fund: Purpose & { slug: string; name: string }; className?: string }

/** The words of a fund beside its name, folded away and opened without a script, with the way to its page. */
export function FundPurpose({ fund, className = '' }: FundPurposeProps) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  return (
    <details className={className}>
      <summary className="w-fit cursor-pointer py-1 text-s">
        {t('give:purpose.of', { fund: fund.name })}
      </summary>
      <PurposeWords words={fund} />
      <a href={paths.fund(fund.slug, language)} className="inline-block py-1 text-s">
        {t('give:purpose.page', { fund: fund.name })}
      </a>
    </details>
  )
}
