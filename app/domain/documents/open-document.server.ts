import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import type { RevealReason } from '#app/domain/vault/reasons.ts'
import { handOutDocument, type OpenedFile } from './hand-out-document.server.ts'

type Look = { staff: ActingStaff; personId: string; documentId: string; reason: RevealReason }

/**
 * Hands out an original to those whose work it is. Refuses `person_unknown`, `person_is_erased`, `document_unknown` and
 * `role_may_not`.
 */
export async function openDocument(look: Look): Promise<OpenedFile> {
  const { staff, personId, documentId, reason } = look
  return attempt(
    { staff, action: 'person.document_opened', subject: 'person', subjectId: personId },
    async (tx) => {
      const { fundId } = await lockPerson(tx, personId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:reveal' })
      return handOutDocument(tx, { staffId: staff.id, personId, fundId, documentId, reason })
    },
  )
}
