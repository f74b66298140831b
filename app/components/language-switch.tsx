import { direction, type Language, nativeNames } from '#app/words/languages.ts'
import { useOfferedLanguages } from './offered-languages.ts'
import { useWords } from './words.ts'

/** The same page in the other languages that it is written in, each under its own name. Five run over two lines on a phone. */
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
      <ul className="flex flex-wrap gap-x-4">
        {useOfferedLanguages().map((language) => (
          <li key={language}>
            <a
              href={address(language)}
              lang={language}
              hrefLang={language}
              dir={direction(language)}
              aria-current={language === current ? 'true' : undefined}
              className="inline-block py-1 text-s whitespace-nowrap aria-[current]:text-ink aria-[current]:no-underline"
            >
              {nativeNames[language]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
