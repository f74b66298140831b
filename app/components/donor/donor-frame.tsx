import { NavLink, useOutletContext } from '@remix-run/react'
import type { ReactNode } from 'react'
import { LanguageForm } from '#app/components/language-form.tsx'
import { Masthead } from '#app/components/masthead.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { type Language, languages } from '#app/words/languages.ts'

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
        <Masthead name={organization} language={language} demonstration={demonstration}>
          <LanguageForm languages={languages} label={t('public:language.label')} />
        </Masthead>
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
