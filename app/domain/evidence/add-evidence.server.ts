import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { readPicture } from '#app/domain/documents/read-file.ts'
import { openPaperAct, refuseForeignDocument } from '#app/domain/papers/open-paper-act.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import { sha256Hex } from '#app/platform/crypto.ts'
import { sealEvidence } from './sealed-evidence.server.ts'

type Evidence = {
  staff: ActingStaff
  bondId: string
  purpose: 'posting' | 'return' | 'other'
  receiptNumber: string
  /** The original in the vault, where it is kept. */
  documentId: string | null
  file: Uint8Array
}

/**
 * A picture of a receipt on which names and dockets are covered, with its hash. It counts once a second person has found
 * it clean, and of a bond that funds share for all of them. Refuses what `readPicture` refuses, `papers_are_of_their_case`,
 * `shared_bond_needs_every_fund` and `role_may_not`; the database: `evidence_is_added_once`.
 */
export async function addEvidence(evidence: Evidence): Promise<{ evidenceId: string }> {
  const { staff, bondId, purpose, receiptNumber, documentId } = evidence
  return attempt({ staff, action: 'bond.evidence_added', subject: 'bond', subjectId: bondId }, async (tx) => {
    const bonds = await openPaperAct(tx, evidence)
    const [bond] = bonds
    await refuseNamedNumber(tx, { number: receiptNumber, field: 'receiptNumber', of: bond })
    await refuseForeignDocument(tx, { bondId, documentId })
    const { bytes, mediaType } = readPicture(evidence.file)

    const evidenceId = randomUUID()
    const sha256 = sha256Hex(bytes)
    await tx.bondEvidence.create({
      data: {
        ...{ id: evidenceId, bondId: bond.id, purpose, receiptNumber, documentId, mediaType, sha256 },
        byteSize: bytes.length,
        addedBy: staff.id,
        occurredAt: now(),
      },
    })
    const content = { evidenceId, sealed: sealEvidence(evidenceId, bytes) }
    await tx.bondEvidenceContent.create({ data: content, select: { evidenceId: true } })
    await tellAudit(tx, { staff, bonds, action: 'bond.evidence_added', detail: { purpose, sha256 } })
    return { evidenceId }
  })
}
