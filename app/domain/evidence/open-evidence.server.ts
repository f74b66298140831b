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
 * judge it. Null for one that is not theirs to see, is gone, or named somebody and is kept for a legal demand alone.
 */
export const openEvidence = ({ staff, bondId, evidenceId }: Asked): Promise<OpenedFile | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const evidence = await tx.bondEvidence.findUnique({ where: { id: evidenceId } })
    if (evidence?.bondId !== bondId) return null
    const { fundId } = await tx.bond.findUniqueOrThrow({ where: { id: bondId }, select: { fundId: true } })
    const review = await tx.bondEvidenceReview.findUnique({ where: { evidenceId } })
    const content = await tx.bondEvidenceContent.findUnique({ where: { evidenceId } })
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId })
    if (!content || review?.clean === false || !may(roles, review?.clean ? 'bonds:read' : 'bonds:follow'))
      return null
    return {
      bytes: openEvidenceBytes(evidenceId, content.sealed),
      mediaType: evidence.mediaType,
      name: fileName(`evidence-${evidence.sha256.slice(0, 8)}`, evidence.mediaType),
    }
  })
