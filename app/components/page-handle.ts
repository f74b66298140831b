import type { UIMatch } from '@remix-run/react'
import type { TFunction } from 'i18next'

/**
 * What a route module says about itself by `export const handle`. A page is sent without any script unless it,
 * or a layout around it, says `hydrate`.
 */
export type PageHandle<Data = unknown> = {
  hydrate?: boolean
  /**
   * The catalogs that the page needs, besides `public`. A hydrated page gets them in the browser; any page is offered only in
   * the languages in which they are complete.
   */
  words?: string[]
  /** The page's own part of the document title. The data is the route's loader data. */
  title?: (t: TFunction, data: Data) => string
  /** One sentence for search results and shared links. */
  description?: (t: TFunction, data: Data) => string
}

/** `useMatches()` with handles that are known to be ours. */
export const pageHandles = (matches: UIMatch[]): { handle: PageHandle; data: unknown }[] =>
  matches.flatMap(({ handle, data }) => (isHandle(handle) ? [{ handle, data }] : []))

const isHandle = (handle: unknown): handle is PageHandle => typeof handle === 'object' && handle !== null
