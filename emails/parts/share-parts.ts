import { colors } from './look.ts'

/** Where a part of the pool is, with the colour that stands for it in both themes. */
export const shareParts = {
  out: { className: 'share-out', color: colors.teal },
  bank: { className: 'share-bank', color: colors.tealLight },
  lost: { className: 'share-lost', color: colors.brick },
}

export type SharePart = keyof typeof shareParts
