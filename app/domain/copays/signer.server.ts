import { open, seal } from '#app/platform/crypto.ts'

/**
 * Who signed: kept sealed, bound to its row. Money is given back to this person and to nobody else; once none of it is left,
 * the name goes with the person whose case it was.
 */
export const sealSigner = (agreementId: string, name: string) => seal(name, cell(agreementId))

export const openSigner = (agreementId: string, sealed: Uint8Array): string => open(sealed, cell(agreementId))

const cell = (row: string) => ({ table: 'copay_agreement', column: 'signer_sealed', row })
