import type { Language } from '#app/words/languages.ts'

const aYear = 60 * 60 * 24 * 365

/** Remembers the language of the pages that carry none in their address. */
export const languageCookie = (language: Language): string =>
  `language=${language}; Path=/; Max-Age=${aYear}; SameSite=Lax`
