import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import type { Language } from '#app/words/languages.ts'
import { Mark } from './mark.tsx'
import { useWords } from './words.ts'

type MastheadProps = { name: string; language: Language; demonstration: boolean; children: ReactNode }

/** Whose pages these are, and the way home; beside it what the page puts there. */
export function Masthead({ name, language, demonstration, children }: MastheadProps) {
  const { t } = useWords()
  return (
    <>
      {demonstration && (
        <p className="bg-sunk py-2 text-s">
          <span className="page block">{t('public:demo.site')}</span>
        </p>
      )}
      <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-1 pt-4 pb-3">
        <a href={paths.home(language)} className="flex items-center gap-3 py-1 text-ink no-underline">
          <Mark className="size-9" />
          <bdi className="font-display text-l leading-tight">{name}</bdi>
        </a>
        {children}
      </div>
      <div className="page">
        <hr className="border-hairline" />
      </div>
    </>
  )
}
