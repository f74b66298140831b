import type { i18n } from 'i18next'
import { catalogs } from './catalogs.ts'
import { type Language, languages } from './languages.ts'
import { makeWords } from './make-words.ts'

/** The words of a language, every namespace, English behind it where a catalog is silent. One instance per language, kept. */
export const wordsFor = (language: Language): i18n => all[language]

const all = Object.fromEntries(
  languages.map((language) => [language, makeWords(language, catalogs)]),
) as Record<Language, i18n>
