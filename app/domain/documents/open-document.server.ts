import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { permitLook } from '#app/domain/vault/permit-look.server.ts'
import type { RevealReason } from '#app/domain/vault/reasons.ts'
import { handOutDocument, type OpenedFile } from './hand-out-document.server.ts'

type Look = { staff: ActingStaff; personId: string; documentId: string; reason: RevealReason }

/**
 * Hands out an original to those whose work it is, where their reason is true. Refuses `document_unknown` and what
 * `permitLook` does.
 */
export async function openDocument(look: Look): Promise<OpenedFile> {
  const { staff, personId, documentId, reason } = look
  return attempt(
    { staff, action: 'person.document_opened', subject: 'person', subjectId: personId },
    async (tx) => {
      // An original stands for the person: it is of no one case.
      const { fundId } = await permitLook(tx, { ...look, caseCode: null, opened: ['document'] })
      return handOutDocument(tx, { staffId: staff.id, personId, fundId, documentId, reason })
    },
  )
}
