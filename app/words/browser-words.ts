import type { i18n } from 'i18next'
import { fallbackLanguage, type Language } from './languages.ts'
import { makeWords } from './make-words.ts'

/** `es/cash` → how to fetch that catalog. */
export type Shelf = Record<string, () => Promise<Record<string, string>>>

export type BrowserWords = {
  words: i18n
  /** Fetches the catalogs that are not there yet. Null where nothing is missing, so that nobody need wait. */
  bring: (namespaces: readonly string[]) => Promise<void> | null
}

/** The words of one language, catalog by catalog as they are needed; where the language has no such catalog, the English one. */
export function browserWords(language: Language, shelf: Shelf): BrowserWords {
  const words = makeWords(language, {})
  const there = new Set<string>()
  const coming = new Map<string, Promise<void>>()

  async function fetchOne(namespace: string): Promise<void> {
    const own = shelf[`${language}/${namespace}`]
    const fetchCatalog = own ?? shelf[`${fallbackLanguage}/${namespace}`]
    if (!fetchCatalog) throw new Error(`There is no catalog ${namespace}`)
    words.addResourceBundle(own ? language : fallbackLanguage, namespace, await fetchCatalog())
    there.add(namespace)
  }

  function once(namespace: string): Promise<void> {
    const fetching = coming.get(namespace) ?? fetchOne(namespace)
    coming.set(namespace, fetching)
    // What failed once is tried again by whoever asks next.
    fetching.catch(() => coming.delete(namespace))
    return fetching
  }

  return {
    words,
    bring(namespaces) {
      const missing = namespaces.filter((namespace) => !there.has(namespace))
      return missing.length === 0 ? null : Promise.all(missing.map(once)).then(() => undefined)
    },
  }
}
