import type { PaperKind } from './gift-kind.ts'

/** What a gift's paper is saved as, without its ending: ASCII, its kind and number, and no person's name. */
export const paperFileName = (paper: PaperKind, number: bigint): string => `${fileNames[paper]}-${number}`

const fileNames: Record<PaperKind, string> = {
  receipt: 'receipt',
  thanks: 'acknowledgement',
  in_kind: 'acknowledgement',
  grant: 'grant-letter',
}
