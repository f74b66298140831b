import { open, seal } from '#app/platform/crypto.ts'
import type { Reading } from './reading.ts'

/**
 * Who signed: kept sealed, bound to its row. Money is given back to this person and to nobody else; once none of it is left,
 * the name goes with the person whose case it was.
 */
export const sealSigner = (agreementId: string, name: string) =>
  seal(name, cell(agreementId, 'signer_sealed'))

export const openSigner = (agreementId: string, sealed: Uint8Array): string =>
  open(sealed, cell(agreementId, 'signer_sealed'))

/** Who read it to them, and in which language: it points to the family as their name does, and goes with it. */
export const sealReading = (agreementId: string, reading: Reading) =>
  seal(JSON.stringify(reading), cell(agreementId, 'reading_sealed'))

export const openReading = (agreementId: string, sealed: Uint8Array): Reading =>
  JSON.parse(open(sealed, cell(agreementId, 'reading_sealed')))

const cell = (row: string, column: 'signer_sealed' | 'reading_sealed') => ({
  ...{ table: 'copay_agreement', column, row },
})
