import { direction, type Language, languages, nativeNames } from '#app/words/languages.ts'
import { useWords } from './words.ts'

/** The same page in the other languages, each under its own name. */
export function LanguageSwitch({
  current,
  address,
}: {
  current: Language
  address: (language: Language) => string
}) {
  const { t } = useWords()
  return (
    <nav aria-label={t('public:language.label')}>
      <ul className="flex gap-x-4">
        {languages.map((language) => (
          <li key={language}>
            <a
              href={address(language)}
              lang={language}
              hrefLang={language}
              dir={direction(language)}
              aria-current={language === current ? 'true' : undefined}
              className="inline-block py-1 text-s aria-[current]:text-ink aria-[current]:no-underline"
            >
              {nativeNames[language]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
