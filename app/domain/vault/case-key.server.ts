import { type Cell, open, seal } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { unwrapKey } from './crypto.server.ts'

/**
 * Whose key closes what points to the person of a case: theirs, null once it was destroyed. Where the vault knows nobody by the
 * code there is only its own key, until somebody says whose case it is.
 */
export type CaseKey = { personId: null } | { personId: string; key: Buffer | null }

/** A sealed cell of a row, and for whom it was sealed; null with the vault's own key. */
export type SealedOfCase = { sealed: Uint8Array | null; sealedFor: string | null }

/** The keys of the people of these cases, also of people whom another fund knows: a bond or a paper of the case is enough. */
export async function caseKeys(tx: Tx, caseCodes: readonly string[]): Promise<(caseCode: string) => CaseKey> {
  const rows = await tx.$queryRaw<{ caseCode: string; personId: string; wrapped: Uint8Array | null }[]>`
    select case_code as "caseCode", person_id as "personId", wrapped_key as wrapped
      from keys_of_cases(${caseCodes}::text[])`
  const known = new Map(
    rows.map(({ caseCode, personId, wrapped }) => [
      caseCode,
      { personId, key: wrapped && unwrapKey(wrapped, personId) },
    ]),
  )
  return (caseCode) => known.get(caseCode) ?? { personId: null }
}

export const caseKey = async (tx: Tx, caseCode: string): Promise<CaseKey> =>
  (await caseKeys(tx, [caseCode]))(caseCode)

/** Of an erased person nothing is sealed: the cell stays empty. */
export function sealForCase(
  plain: string,
  cell: Cell,
  of: CaseKey,
): { sealed: Buffer<ArrayBuffer> | null; sealedFor: string | null } {
  if (of.personId === null) return { sealed: seal(plain, cell), sealedFor: null }
  return { sealed: of.key && seal(plain, cell, of.key), sealedFor: of.personId }
}

/** Null once it went with the person. Throws where value or cell were changed. */
export function openOfCase({ sealed, sealedFor }: SealedOfCase, cell: Cell, of: CaseKey): string | null {
  if (sealed === null || (of.personId !== null && of.key === null)) return null
  return sealedFor === null || of.personId === null || of.key === null
    ? open(sealed, cell)
    : open(sealed, cell, of.key)
}
