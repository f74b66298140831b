import { papers } from '#app/domain/papers/paper-set.ts'

/** What a document is. A file's own name is never kept: it can name a person. */
export const documentKinds = [...papers, 'letter', 'identity', 'agreement', 'other'] as const
export type DocumentKind = (typeof documentKinds)[number]

export const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const
export type MediaType = (typeof mediaTypes)[number]

/** 10 MiB: a scan of many pages fits, a film does not. */
export const largestFile = 10 * 1024 * 1024

/** As much as a page of A4 at 600 dpi, and no more: a few bytes can claim a picture that fills a machine's memory. */
export const mostPixels = 50_000_000

/** What a downloaded document is called: by its number, since a name could name a person. */
export const fileName = (name: string, mediaType: string): string =>
  `${name}.${mediaType === 'application/pdf' ? 'pdf' : mediaType === 'image/png' ? 'png' : 'jpg'}`
