import type { Tx } from '#app/platform/db.ts'
import type { CaseEndReason } from './case-end.ts'
import { openCaseEnd } from './sealed-case-end.server.ts'

export type CaseEnd = {
  /** Null for those who do not follow bonds: it tells where a person is. */
  reason: CaseEndReason | null
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
  const [row] = await tx.$queryRaw<(Omit<CaseEnd, 'reason'> & { sealed: Uint8Array })[]>`
    select x.reason_sealed as sealed, x.evidence_id as "evidenceId", e.receipt_number as "receiptNumber",
           (select d.number from person_document d where d.id = x.document_id) as "documentNumber"
      from bond_case_end x left join bond_evidence e on e.id = x.evidence_id
     where x.bond_id = ${bondId}::uuid`
  if (!row) return null
  const { sealed, ...proof } = row
  return { ...proof, reason: mayFollow ? openCaseEnd(bondId, sealed) : null }
}
