import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { isLanguage } from '#app/words/languages.ts'
import { LinkButton } from './button.tsx'
import { Mark } from './mark.tsx'
import { useWords } from './words.ts'

/**
 * What is shown when a page cannot be: what happened, what it means for the money, and where to go. `framed` where a
 * header stands above it already.
 */
export function ErrorPage({ framed = false }: { framed?: boolean }) {
  const { t, i18n } = useWords()
  const error = useRouteError()
  const language = isLanguage(i18n.language) ? i18n.language : undefined
  const kind = kindOf(isRouteErrorResponse(error) ? error.status : 500)
  return (
    <main id="main" className="page py-10">
      {!framed && (
        <p className="flex items-center gap-3">
          <Mark className="size-9" />
          <span className="font-display text-l">{t('public:name')}</span>
        </p>
      )}
      <h1 className="mt-10 text-3xl">{t(titles[kind])}</h1>
      <p className="measure mt-4 text-l">{t(texts[kind])}</p>
      <p className="mt-8 flex flex-wrap gap-3">
        <LinkButton to={paths.home(language)} reloadDocument>
          {t('public:error.next')}
        </LinkButton>
        <LinkButton to={paths.funds(language)} tone="outline" reloadDocument>
          {t('public:error.funds')}
        </LinkButton>
      </p>
    </main>
  )
}

/** The same inside a frame: for the pages under a header of their own. */
export const FramedErrorPage = () => <ErrorPage framed />

type Kind = 'missing' | 'refused' | 'busy' | 'away' | 'broken'

const kindOf = (status: number): Kind => {
  if (status === 404 || status === 405 || status === 410) return 'missing'
  if (status === 401 || status === 403) return 'refused'
  if (status === 429) return 'busy'
  if (status === 503) return 'away'
  return 'broken'
}

const titles: Record<Kind, string> = {
  missing: 'public:error.missing.title',
  refused: 'public:error.refused.title',
  busy: 'public:error.busy.title',
  away: 'public:error.away.title',
  broken: 'public:error.title',
}

const texts: Record<Kind, string> = {
  missing: 'public:error.missing.text',
  refused: 'public:error.refused.text',
  busy: 'public:error.busy.text',
  away: 'public:error.away.text',
  broken: 'public:error.text',
}
