import { localized, paths } from '#app/http/paths.ts'
import type { Language } from '#app/words/languages.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Masthead } from './masthead.tsx'
import { useWords } from './words.ts'

type HeaderProps = {
  name: string
  language: Language
  pathname: string
  demonstration: boolean
  saysHowToAsk: boolean
}

/** The top of every public page. The languages stand first: whoever needs one should not have to look for it. */
export function Header({ name, language, pathname, demonstration, saysHowToAsk }: HeaderProps) {
  const { t } = useWords()
  return (
    <header>
      <Masthead name={name} language={language} demonstration={demonstration}>
        <nav aria-label={t('public:nav.label')}>
          <ul className="flex flex-wrap gap-x-6">
            {saysHowToAsk && (
              <li>
                <a href={paths.getHelp(language)} className="inline-block py-1">
                  {t('public:nav.help')}
                </a>
              </li>
            )}
            <li>
              <a href={paths.funds(language)} className="inline-block py-1">
                {t('public:nav.funds')}
              </a>
            </li>
            <li>
              <a href={`${paths.home(language)}#how`} className="inline-block py-1">
                {t('public:nav.how')}
              </a>
            </li>
          </ul>
        </nav>
        <LanguageSwitch current={language} address={(other) => localized(other, pathname)} />
      </Masthead>
    </header>
  )
}
