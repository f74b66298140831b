import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { WordsProvider } from '#app/components/words.ts'
import { fallbackLanguage, isLanguage, type Language } from '#app/words/languages.ts'
import { makeWords } from '#app/words/make-words.ts'

const catalogs = import.meta.glob<Record<string, string>>('./words/*/*.json', { import: 'default' })

start()

async function start() {
  const { lang, dataset } = document.documentElement
  const language = isLanguage(lang) ? lang : fallbackLanguage
  const [catalogsOfPage] = await Promise.all([
    fetchCatalogs(language, dataset.words?.split(' ') ?? []),
    decodeState(),
  ])
  const words = makeWords(language, catalogsOfPage)

  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <WordsProvider words={words}>
          <RemixBrowser />
        </WordsProvider>
      </StrictMode>,
    )
  })
}

/**
 * What the server sent is decoded when Remix is first rendered, and until then it suspends. A key or a button that is pressed
 * in that moment makes React hydrate at once, which it cannot do while the whole page is suspended: it gives up, and the page
 * stays as the server sent it (React's error 345). So the decoding is over before anything is hydrated.
 */
async function decodeState(): Promise<void> {
  try {
    RemixBrowser({})
  } catch (thrown) {
    if (thrown instanceof Promise) await thrown
  }
}

/** Only this page's namespaces in this one language; where the language has no such catalog, the English one. */
async function fetchCatalogs(language: Language, namespaces: string[]) {
  const found = await Promise.all(
    namespaces.map(async (namespace) => {
      const own = catalogs[`./words/${language}/${namespace}.json`]
      const fetchCatalog = own ?? catalogs[`./words/${fallbackLanguage}/${namespace}.json`]
      return { namespace, in: own ? language : fallbackLanguage, catalog: (await fetchCatalog?.()) ?? {} }
    }),
  )
  const byLanguage: Partial<Record<Language, Record<string, Record<string, string>>>> = {}
  for (const each of found) byLanguage[each.in] = { ...byLanguage[each.in], [each.namespace]: each.catalog }
  return byLanguage
}
