import type { LoaderFunctionArgs } from '@remix-run/node'
import { Links, Outlet, Scripts, ScrollRestoration, useMatches, useRouteLoaderData } from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { ErrorPage } from '#app/components/error-page.tsx'
import { Nonce } from '#app/components/nonce.ts'
import { useOfferedLanguages } from '#app/components/offered-languages.ts'
import { pageHandles } from '#app/components/page-handle.ts'
import themeUrl from '#app/components/theme.css?url'
import { useCatalogs, useWords } from '#app/components/words.ts'
import { localized } from '#app/http/paths.ts'
import { direction, fallbackLanguage, isLanguage } from '#app/words/languages.ts'

export const links = () => [
  { rel: 'stylesheet', href: themeUrl },
  { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' },
  { rel: 'apple-touch-icon', href: '/icon-180.png' },
]

export function loader({ context }: LoaderFunctionArgs) {
  const { appUrl, language, mode, pathname } = context
  return { appUrl, language, mode, pathname }
}

export function Layout({ children }: { children: ReactNode }) {
  const { t, i18n } = useWords()
  const nonce = useContext(Nonce)
  const pages = pageHandles(useMatches())
  const language = isLanguage(i18n.language) ? i18n.language : fallbackLanguage
  const hydrate = pages.some(({ handle }) => handle.hydrate)
  const words = [...new Set(pages.flatMap(({ handle }) => handle.words ?? []))]
  useCatalogs(hydrate ? words : [])

  return (
    <html lang={language} dir={direction(language)} data-words={hydrate ? words.join(' ') : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#fbf7f0" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1f1b16" media="(prefers-color-scheme: dark)" />
        <DocumentTitle />
        {hydrate ? <meta name="robots" content="noindex" /> : <OtherLanguages />}
        <Links />
      </head>
      <body>
        <a className="skip-link" href="#main">
          {t('public:skip')}
        </a>
        {children}
        {hydrate && <ScrollRestoration nonce={nonce} />}
        {hydrate && <Scripts nonce={nonce} />}
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary() {
  return <ErrorPage />
}

function DocumentTitle() {
  const { t } = useWords()
  // Without its data a page was not made: what was thrown stands in its place.
  const pages = pageHandles(useMatches()).filter(({ data }) => data !== undefined && data !== null)
  const titled = pages.findLast(({ handle }) => handle.title)
  const described = pages.findLast(({ handle }) => handle.description)
  const title = titled?.handle.title?.(t, titled.data)
  const description = described?.handle.description?.(t, described.data)
  const site =
    useRouteLoaderData<{ organization?: { name: string } }>('routes/_public')?.organization?.name ??
    t('public:name')
  const document = title ? t('public:document.title', { title, site }) : site
  return (
    <>
      <title>{document}</title>
      <meta property="og:title" content={document} />
      {description && <meta name="description" content={description} />}
      {description && <meta property="og:description" content={description} />}
    </>
  )
}

function OtherLanguages() {
  const root = useRouteLoaderData<typeof loader>('root')
  const offered = useOfferedLanguages()
  if (!root) return null
  return offered.map((language) => (
    <link
      key={language}
      rel="alternate"
      hrefLang={language}
      href={new URL(localized(language, root.pathname), root.appUrl).href}
    />
  ))
}
