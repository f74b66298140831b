import { Button } from '#app/components/button.tsx'
import { useWords } from '#app/components/words.ts'
import type { Composer } from '#app/domain/impact-updates/composer.server.ts'
import { type UpdateLanguage, updateLanguages } from '#app/domain/impact-updates/update-form.ts'
import { nativeNames } from '#app/words/languages.ts'

type Figures = Composer['closes'][number]['figures']

/** The published figures of the close as sentences, ready to stand in the text. Without scripts they can be copied. */
export function CloseFigures({ figures }: { figures: Figures }) {
  const { t, i18n } = useWords()
  const mine = updateLanguages.find((language) => language === i18n.language) ?? 'en'
  return (
    <section aria-labelledby="figures-title" className="grid max-w-[60rem] gap-2">
      <h2 id="figures-title" className="text-l">
        {t('admin:updates.figures.title')}
      </h2>
      <p className="text-s text-quiet">{t('admin:updates.figures.lead')}</p>
      <ul>
        {figures.map(({ name, sentences }) => (
          <li
            key={name}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2 border-b border-hairline py-2"
          >
            <span>{sentences[mine]}</span>
            <span className="flex flex-wrap gap-2">
              {updateLanguages.map((language) => (
                <Button
                  key={language}
                  type="button"
                  tone="outline"
                  className="min-h-8! px-2! py-0.5! text-s"
                  onClick={() => insert(language, sentences[language])}
                >
                  {t('admin:updates.figures.insert', { language: nativeNames[language] })}
                  <span className="sr-only">{sentences[mine]}</span>
                </Button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Puts a sentence at the end of the results in that language. */
function insert(language: UpdateLanguage, sentence: string): void {
  const entry = document.getElementById(`texts.${language}.results`)
  if (!(entry instanceof HTMLTextAreaElement)) return
  entry.value = entry.value === '' ? sentence : `${entry.value.trimEnd()}\n\n${sentence}`
  entry.focus()
}
