import { complete } from './complete.ts'
import { type Language, languages } from './languages.ts'

/** The languages in which all of these catalogs are promised whole: only there is a page offered. */
export const offeredIn = (catalogs: readonly string[]): Language[] =>
  languages.filter((language) => catalogs.every((catalog) => complete[language].includes(catalog)))
