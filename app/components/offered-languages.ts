import { useMatches } from '@remix-run/react'
import type { Language } from '#app/words/languages.ts'
import { offeredIn } from '#app/words/offered.ts'
import { pageHandles } from './page-handle.ts'

/** The languages in which the page on show can be read from top to end. */
export const useOfferedLanguages = (): Language[] =>
  offeredIn(['public', ...pageHandles(useMatches()).flatMap(({ handle }) => handle.words ?? [])])
