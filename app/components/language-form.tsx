import { useLocation } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { direction, type Language, nativeNames } from '#app/words/languages.ts'
import { useWords } from './words.ts'

/**
 * The languages of pages whose address names none. Posted as a document, not by script: the page must come back whole,
 * with the other catalogs.
 */
export function LanguageForm({ languages, label }: { languages: readonly Language[]; label: string }) {
  const { i18n } = useWords()
  const { pathname, search } = useLocation()
  return (
    <form
      method="post"
      action={paths.language()}
      aria-label={label}
      className="flex flex-wrap gap-x-4 text-s"
    >
      <input type="hidden" name="to" value={pathname + search} />
      {languages.map((language) => (
        <button
          key={language}
          type="submit"
          name="language"
          value={language}
          lang={language}
          dir={direction(language)}
          aria-pressed={language === i18n.language}
          className="min-h-8 text-primary underline underline-offset-4 aria-pressed:text-ink aria-pressed:no-underline"
        >
          {nativeNames[language]}
        </button>
      ))}
    </form>
  )
}
