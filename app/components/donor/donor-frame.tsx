import { NavLink, useLocation, useOutletContext } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Mark } from '#app/components/mark.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { direction, type Language, languages, nativeNames } from '#app/words/languages.ts'

/** What every donor page may ask of the frame around it. */
export type DonorFacts = { language: Language; timezone: string; organization: string }

export const useDonorFrame = () => useOutletContext<DonorFacts>()

type DonorFrameProps = {
  organization: string
  email: string
  language: Language
  demonstration: boolean
  children: ReactNode
}

/** The frame of a donor's own pages: the public look, the languages, the way out. */
export function DonorFrame({ organization, email, language, demonstration, children }: DonorFrameProps) {
  const { t } = useWords()
  return (
    <>
      <header>
        {demonstration && (
          <p className="bg-sunk py-2 text-s">
            <span className="page block">{t('public:demo.site')}</span>
          </p>
        )}
        <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-1 pt-4 pb-3">
          <a href={paths.home(language)} className="flex items-center gap-3 py-1 text-ink no-underline">
            <Mark className="size-9" />
            <bdi className="font-display text-l leading-tight">{organization}</bdi>
          </a>
          <LanguageChoice current={language} />
        </div>
        <div className="page">
          <hr className="border-hairline" />
        </div>
        <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-1 py-2">
          <nav aria-label={t('donor:nav.label')}>
            <ul className="flex flex-wrap gap-x-6">
              {pages.map(({ key, to }) => (
                <li key={key}>
                  <NavLink
                    to={to}
                    end={to === paths.donor()}
                    className="inline-block py-1.5 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
                  >
                    {t(`donor:nav.${key}`)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
          <form method="post" action={paths.donorSignOut()} className="flex flex-wrap items-center gap-x-4">
            <bdi className="text-s text-quiet">{email}</bdi>
            <button type="submit" className="min-h-8 text-s text-primary underline underline-offset-4">
              {t('donor:sign_out')}
            </button>
          </form>
        </div>
      </header>
      <main id="main" className="page grow pt-8 pb-16">
        {children}
      </main>
    </>
  )
}

const pages = [
  { key: 'gifts', to: paths.donor() },
  { key: 'monthly', to: paths.donorMonthly() },
  { key: 'impact', to: paths.donorImpact() },
  { key: 'documents', to: paths.donorDocuments() },
  { key: 'settings', to: paths.donorSettings() },
]

/** Posted as a document, not by script: the page must come back whole, with the other catalogs. */
function LanguageChoice({ current }: { current: Language }) {
  const { t } = useWords()
  const { pathname, search } = useLocation()
  return (
    <form
      method="post"
      action={paths.language()}
      aria-label={t('public:language.label')}
      className="flex flex-wrap gap-x-4"
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
          aria-pressed={language === current}
          className="min-h-8 text-s text-primary underline underline-offset-4 aria-pressed:text-ink aria-pressed:no-underline"
        >
          {nativeNames[language]}
        </button>
      ))}
    </form>
  )
}
