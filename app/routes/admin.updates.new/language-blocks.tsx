import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import { useWords } from '#app/components/words.ts'
import {
  mayStayEmpty,
  type UpdateLanguage,
  type UpdateText,
  updateBlocks,
} from '#app/domain/impact-updates/update-form.ts'
import { direction, nativeNames } from '#app/words/languages.ts'

type Props = { language: UpdateLanguage; entries: Entries; before: UpdateText | undefined }

/** Title and three blocks in one language, each entry in the direction of its language. */
export function LanguageBlocks({ language, entries, before }: Props) {
  const { t } = useWords()
  const typed = { lang: language, dir: direction(language) }
  return (
    <fieldset className="grid max-w-[40rem] gap-4 border-t border-hairline pt-5">
      <legend className="float-start w-full text-l font-semibold">
        <bdi lang={language}>{nativeNames[language]}</bdi>
      </legend>
      {mayStayEmpty(language) && <p className="text-s text-quiet">{t('admin:updates.compose.optional')}</p>}
      <Field
        {...typed}
        name={`texts.${language}.title`}
        label={t('admin:updates.block.title')}
        maxLength={120}
        defaultValue={entries.value(`texts.${language}.title`, before?.title)}
        error={entries.error(`texts.${language}.title`)}
      />
      {updateBlocks.map((block) => (
        <FreeText
          {...typed}
          key={block}
          name={`texts.${language}.${block}`}
          label={t(`admin:updates.block.${block}`)}
          hint={t(`admin:updates.block.${block}.hint`)}
          rows={5}
          maxLength={4000}
          defaultValue={entries.value(`texts.${language}.${block}`, before?.[block])}
          error={entries.error(`texts.${language}.${block}`)}
        />
      ))}
    </fieldset>
  )
}
