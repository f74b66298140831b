import { type CaseKey, openOfCase, sealForCase } from '#app/domain/vault/case-key.server.ts'

/**
 * Who signed: sealed with the key of the case's person, bound to its row. Money is given back to this person and to nobody else;
 * once none of it is left, the name goes with the person whose case it was.
 */
export function sealSigner(agreementId: string, name: string, of: CaseKey) {
  const { sealed, sealedFor } = sealForCase(name, cell(agreementId), of)
  return { signerSealed: sealed, sealedFor }
}

type Signed = { id: string; signerSealed: Uint8Array | null; sealedFor: string | null }

/** Null once it went with the person. People of staff read it through `revealSigner`, which asks why and keeps who looked. */
export const openSigner = ({ id, signerSealed, sealedFor }: Signed, of: CaseKey): string | null =>
  openOfCase({ sealed: signerSealed, sealedFor }, cell(id), of)

const cell = (row: string) => ({ table: 'copay_agreement', column: 'signer_sealed', row })
