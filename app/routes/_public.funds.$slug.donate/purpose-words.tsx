import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'

type PurposeWordsProps = { words: { purpose: string; purposeVersion: number; purposeSince: Date } }

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
