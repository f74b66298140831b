import { caseKey, type SealedOfCase } from '#app/domain/vault/case-key.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { CaseEndReason } from './case-end.ts'
import { openCaseEnd } from './sealed-case-end.server.ts'

export type CaseEnd = {
  /** Null for those who do not follow bonds: it tells where a person is. */
  reason: CaseEndReason | null
  /** Whether it went with the person, for those who could have read it. */
  isForgotten: boolean
  /** The number of the covered copy, or of the original in the vault while it is there. */
  receiptNumber: string | null
  evidenceId: string | null
  documentNumber: number | null
}

/** How the case of a bond ended, and what proves it. Null while it goes on, and for ends from before this was asked. */
export async function caseEndOf(
  tx: Tx,
  { bondId, mayFollow }: { bondId: string; mayFollow: boolean },
): Promise<CaseEnd | null> {
  const [row] = await tx.$queryRaw<
    (Omit<CaseEnd, 'reason' | 'isForgotten'> & SealedOfCase & { caseCode: string })[]
  >`
    select x.reason_sealed as sealed, x.sealed_for as "sealedFor", b.case_code as "caseCode", x.evidence_id as "evidenceId", e.receipt_number as "receiptNumber",
           (select d.number from person_document d where d.id = x.document_id) as "documentNumber"
      from bond_case_end x join bond b on b.id = x.bond_id left join bond_evidence e on e.id = x.evidence_id
     where x.bond_id = ${bondId}::uuid`
  if (!row) return null
  const { sealed, sealedFor, caseCode, ...proof } = row
  if (!mayFollow) return { ...proof, reason: null, isForgotten: false }
  const reason = openCaseEnd(bondId, { sealed, sealedFor }, await caseKey(tx, caseCode))
  return { ...proof, reason, isForgotten: reason === null }
}
