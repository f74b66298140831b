import {
  type CaseKey,
  openOfCase,
  type SealedOfCase,
  sealForCase,
} from '#app/domain/vault/case-key.server.ts'
import type { CaseEndReason } from './case-end.ts'

export function sealCaseEnd(bondId: string, reason: CaseEndReason, of: CaseKey) {
  const { sealed, sealedFor } = sealForCase(reason, cell(bondId), of)
  return { reasonSealed: sealed, sealedFor }
}

/** Null once it went with the person. */
export const openCaseEnd = (bondId: string, kept: SealedOfCase, of: CaseKey): CaseEndReason | null =>
  openOfCase(kept, cell(bondId), of) as CaseEndReason | null

const cell = (row: string) => ({ table: 'bond_case_end', column: 'reason_sealed', row })
