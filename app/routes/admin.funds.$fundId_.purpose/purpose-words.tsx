import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { PurposeVersion } from '#app/domain/fund-purposes/purpose-page.server.ts'
import { direction, languages, nativeNames } from '#app/words/languages.ts'

type Props = { words: Pick<PurposeVersion, 'effectiveFrom' | 'codes' | 'texts'>; timezone: string }

/** One version of what a fund is for, as donors read it, and what it allows. */
export function PurposeWords({ words, timezone }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const written = languages.flatMap((language) => {
    const text = words.texts.find((each) => each.language === language)
    return text ? [{ ...text, language }] : []
  })
  return (
    <>
      <p className="text-s text-quiet">{t('control:purpose.from', { date: day(words.effectiveFrom) })}</p>
      <Facts
        facts={[
          {
            key: 'codes',
            label: t('control:purpose.codes'),
            value: words.codes.map((code) => t(`admin:purpose.${code}`)).join(' · '),
          },
          ...written.map(({ language, name, summary, purpose }) => ({
            key: language,
            label: nativeNames[language],
            value: (
              <div lang={language} dir={direction(language)} className="measure grid gap-1">
                <p className="font-semibold">{name}</p>
                <p>{summary}</p>
                <p className="whitespace-pre-line">{purpose}</p>
              </div>
            ),
          })),
        ]}
      />
    </>
  )
}
