import { type CaseKey, openOfCase, sealForCase } from '#app/domain/vault/case-key.server.ts'

/** What a language is called says where somebody comes from, so it is sealed with the key of the case's person, bound to its row. */
export function sealLanguage(id: string, name: string, of: CaseKey) {
  const { sealed, sealedFor } = sealForCase(name, cell(id), of)
  return { id, nameSealed: sealed, sealedFor }
}

type Named = { id: string; nameSealed: Uint8Array | null; sealedFor: string | null }

/** Empty where nobody wrote it down, and once it went with the person. */
export const openLanguage = (named: Named | null, of: CaseKey): string =>
  (named && openOfCase({ sealed: named.nameSealed, sealedFor: named.sealedFor }, cell(named.id), of)) ?? ''

const cell = (row: string) => ({ table: 'case_language', column: 'name_sealed', row })
