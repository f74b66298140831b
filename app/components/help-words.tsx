import type { i18n } from 'i18next'
import type { ReactNode } from 'react'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'
import { offeredIn } from '#app/words/offered.ts'
import { useWords, WordsProvider } from './words.ts'

/**
 * What is said to those who ask for help shows only in languages in which a person has read it. Elsewhere the telephone
 * comes first and the official English text stands as it is, marked as English.
 */
export function HelpWords({ children }: { children: ReactNode }) {
  const { t, i18n } = useWords()
  if (offeredIn(['help']).some((language) => language === i18n.language)) return children
  return (
    <>
      <aside className="page pt-6">
        <p className="measure border-s-4 border-primary ps-4 font-semibold">{t('public:help.english')}</p>
      </aside>
      <div lang={fallbackLanguage} dir="ltr">
        <WordsProvider words={inEnglish(i18n)}>{children}</WordsProvider>
      </div>
    </>
  )
}

/** The language that the words around are said in: in `HelpWords` not always that of the page. */
export function useSpokenLanguage() {
  const { language } = useWords().i18n
  return isLanguage(language) ? language : fallbackLanguage
}

const english = new WeakMap<i18n, i18n>()

/** The same catalogs, read by someone who reads English. */
function inEnglish(words: i18n): i18n {
  const made = english.get(words) ?? words.cloneInstance({ lng: fallbackLanguage })
  english.set(words, made)
  return made
}
