import type { i18n, TFunction } from 'i18next'
import { createContext, createElement, type ReactNode, useContext } from 'react'

type Words = { t: TFunction; i18n: i18n }

/** Fetches catalogs; null where all of them are there. */
type Bring = (namespaces: readonly string[]) => Promise<void> | null

const WordsContext = createContext<Words | null>(null)
const BringContext = createContext<Bring>(() => null)

type WordsProviderProps = { words: i18n; bring?: Bring; children: ReactNode }

/** Everything inside speaks this one language. Without `bring` every catalog is there, as on the server. */
export function WordsProvider({ words, bring, children }: WordsProviderProps) {
  const speaking = createElement(WordsContext.Provider, { value: spoken(words) }, children)
  return bring ? createElement(BringContext.Provider, { value: bring }, speaking) : speaking
}

/** A page that needs these waits until they are there; whoever comes from another page sees that one so long. */
export function useCatalogs(namespaces: readonly string[]): void {
  const coming = useContext(BringContext)(namespaces)
  if (coming) throw coming
}

/** The words of the page's language. A page asks some hundred times while it is made, so asking is one look-up. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('There are no words outside of a WordsProvider')
  return words
}

const known = new WeakMap<i18n, Words>()

function spoken(words: i18n): Words {
  const made = known.get(words) ?? { t: rememberPlain(words.t), i18n: words }
  known.set(words, made)
  return made
}

/** What a key says without values is always the same: it is found and formatted once. */
function rememberPlain(t: TFunction): TFunction {
  const plain = new Map<string, string>()
  const say = t as (key: string, values?: object) => string
  const remembered = (key: string, values?: object): string => {
    if (values) return say(key, values)
    const text = plain.get(key) ?? say(key)
    plain.set(key, text)
    return text
  }
  return remembered as TFunction
}
