import { createInstance, type i18n } from 'i18next'
import ICU from 'i18next-icu'
import { fallbackLanguage, type Language, locale } from './languages.ts'

type Catalogs = Partial<Record<Language, Record<string, Record<string, string>>>>

/**
 * An i18next instance that speaks one language from the catalogs given, at once and without loading anything.
 * Outside production a missing key or placeholder throws; in production the reader never sees a raw key.
 */
export function makeWords(language: Language, catalogs: Catalogs): i18n {
  const words = createInstance()
  words.use(
    new ICU({ parseErrorHandler: (error, key) => speakUpOr('', `${key}: ${error.message}`), parseLngForICU }),
  )
  words.use({ type: 'postProcessor', name: 'one-stop', process: withOneStop })
  words.init({
    lng: language,
    fallbackLng: fallbackLanguage,
    resources: catalogs,
    ns: Object.keys(catalogs[fallbackLanguage] ?? catalogs[language] ?? {}),
    defaultNS: 'public',
    initAsync: false,
    postProcess: 'one-stop',
    // Pages escape what they show; escaping here too would show the escapes.
    interpolation: { escapeValue: false },
    parseMissingKeyHandler: (key) => speakUpOr('', `no words for ${key} in ${language}`),
  })
  return words
}

/** A Spanish hour ends with a stop of its own (5:00 p. m.), and a sentence that ends with it has no second. */
const withOneStop = (text: string): string => text.replace(/([ap]\.\s?m\.)\./gu, '$1')

const parseLngForICU = (language: string) => locale(language as Language)

function speakUpOr(silence: string, complaint: string): string {
  if (process.env.NODE_ENV === 'production') return silence
  throw new Error(`Words: ${complaint}`)
}
