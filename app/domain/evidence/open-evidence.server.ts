import { partsOfBond } from '#app/domain/bonds/reads/parts-of-bond.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { fileName } from '#app/domain/documents/document.ts'
import type { OpenedFile } from '#app/domain/documents/hand-out-document.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { openEvidenceBytes } from './sealed-evidence.server.ts'

type Asked = { staff: ActingStaff; bondId: string; evidenceId: string }

/**
 * Hands out a covered copy: to everyone who reads the fund's bonds once it was found clean, before that to those who
 * judge it, who do so for every fund with a part in the bond. Null for one that is not theirs to see, is gone, or named
 * somebody and is kept for a legal demand alone.
 */
export const openEvidence = ({ staff, bondId, evidenceId }: Asked): Promise<OpenedFile | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const bond = await tx.bond.findUnique({ where: { id: bondId }, select: { fundId: true } })
    const evidence = await tx.bondEvidence.findUnique({ where: { id: evidenceId } })
    const parts = await partsOfBond(tx, bondId)
    if (!bond || !evidence || !parts.some((part) => part.bondId === evidence.bondId)) return null
    const review = await tx.bondEvidenceReview.findUnique({ where: { evidenceId } })
    const content = await tx.bondEvidenceContent.findUnique({ where: { evidenceId } })
    if (!content || review?.clean === false) return null
    const rolesIn = (fundId: string) => rolesInFund(tx, { staffId: staff.id, fundId })
    if (review && !may(await rolesIn(bond.fundId), 'bonds:read')) return null
    for (const { fundId } of review ? [] : parts) {
      if (!may(await rolesIn(fundId), 'bonds:follow')) return null
    }
    return {
      bytes: openEvidenceBytes(evidenceId, content.sealed),
      mediaType: evidence.mediaType,
      name: fileName(`evidence-${evidence.sha256.slice(0, 8)}`, evidence.mediaType),
    }
  })
