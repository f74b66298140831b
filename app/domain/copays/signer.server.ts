import { type CaseKey, openOfCase, sealForCase } from '#app/domain/vault/case-key.server.ts'
import type { Reading } from './reading.ts'

/** Who signed, and how the paper was read to them; null where they read it themselves. */
export type Signer = { name: string; reading: Reading | null }

/**
 * Who signed: sealed with the key of the case's person, bound to its row. Money is given back to this person and to nobody else;
 * once none of it is left, the name goes with the person whose case it was. Who read it to them, and in which language, points to
 * the family as well: it is in the same seal, and goes with it.
 */
export function sealSigner(agreementId: string, { name, reading }: Signer, of: CaseKey) {
  const plain = reading === null ? name : JSON.stringify({ name, reading })
  const { sealed, sealedFor } = sealForCase(plain, cell(agreementId), of)
  return { signerSealed: sealed, sealedFor, readAloud: reading !== null }
}

type Signed = { id: string; signerSealed: Uint8Array | null; sealedFor: string | null; readAloud: boolean }

/** Null once it went with the person. People of staff read it through `revealSigner`, which asks why and keeps who looked. */
export function openSigner({ id, signerSealed, sealedFor, readAloud }: Signed, of: CaseKey): Signer | null {
  const plain = openOfCase({ sealed: signerSealed, sealedFor }, cell(id), of)
  if (plain === null) return null
  return readAloud ? JSON.parse(plain) : { name: plain, reading: null }
}

const cell = (row: string) => ({ table: 'copay_agreement', column: 'signer_sealed', row })
