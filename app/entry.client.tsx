import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { WordsProvider } from '#app/components/words.ts'
import { type BrowserWords, browserWords, type Shelf } from '#app/words/browser-words.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'

/** Without those that only mail, and pages without a script, speak from. */
const catalogs = import.meta.glob<Record<string, string>>(
  ['./words/*/*.json', '!./words/*/{help,mail,staff-mail}.json'],
  { import: 'default' },
)

const shelf: Shelf = Object.fromEntries(
  Object.entries(catalogs).map(([path, fetchCatalog]) => [
    path.replace(/^\.\/words\/|\.json$/g, ''),
    fetchCatalog,
  ]),
)
const namespaces = [...new Set(Object.keys(shelf).map((name) => name.split('/')[1] ?? name))]

start()

async function start() {
  const { lang, dataset } = document.documentElement
  const { words, bring } = browserWords(isLanguage(lang) ? lang : fallbackLanguage, shelf)
  await Promise.all([bring(dataset.words?.split(' ') ?? []), decodeState()])

  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <WordsProvider words={words} bring={orLoadAnew(bring)}>
          <RemixBrowser />
        </WordsProvider>
      </StrictMode>,
    )
  })
  whenIdle(() => bring(namespaces)?.catch(() => undefined))
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

/** A page whose words cannot be fetched is asked of the server, which has them all. */
function orLoadAnew(bring: BrowserWords['bring']): BrowserWords['bring'] {
  return (wanted) =>
    bring(wanted)?.catch(() => {
      window.location.reload()
      return new Promise<void>(() => undefined)
    }) ?? null
}

/** The pages that come next speak from other catalogs, which are there before anyone goes on. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 5_000 })
  else setTimeout(work, 1_000)
}
