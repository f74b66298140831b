import type { Part } from './wish.ts'

/** Whether two divisions give each fund the same cents, under the same words. */
export const sameParts = (some: Part[], others: Part[]): boolean => written(some) === written(others)

/** Whether each fund gets the same gift, whatever covers the fee and whichever words it is bound to. */
export const sameGifts = (some: Part[], others: Part[]): boolean =>
  sameParts(some.map(giftAlone), others.map(giftAlone))

const giftAlone = (part: Part): Part => ({ ...part, purposeVersion: 0, feeCoverCents: 0n })

const written = (parts: Part[]): string =>
  parts
    .map((part) => `${part.fundId}:${part.purposeVersion}:${part.giftCents}:${part.feeCoverCents}`)
    .sort()
    .join()
