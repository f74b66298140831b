import type { Reader } from './reader.ts'

/** A run of Latin letters, figures and the signs between them, with the brackets that it opens itself. */
const run = /(?:\([\x20-\x27\x2a-\x7e]+\)|[+#$]?[A-Za-z0-9])(?:[\x20-\x7e]*[A-Za-z0-9])?/g

/** What somebody wrote from right to left: an address or a telephone number in it would else be read in another order. */
export const latinApart = (
  text: string,
  { direction, apart }: Pick<Reader, 'direction' | 'apart'>,
): string => (direction === 'rtl' ? text.replace(run, (found) => apart(found)) : text)
