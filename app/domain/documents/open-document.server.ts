import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openDocument as unseal } from '#app/domain/vault/crypto.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import type { RevealReason } from '#app/domain/vault/reasons.ts'
import { now } from '#app/platform/clock.ts'
import { fileName } from './document.ts'

type Look = { staff: ActingStaff; personId: string; documentId: string; reason: RevealReason }
export type OpenedFile = { bytes: Uint8Array; mediaType: string; name: string }

/**
 * Hands out an original. Who looked at which document of whom, and why, is kept for good before they have it. Refuses
 * `person_unknown`, `person_is_erased`, `document_unknown` and `role_may_not`.
 */
export async function openDocument(look: Look): Promise<OpenedFile> {
  const { staff, personId, documentId, reason } = look
  return attempt(
    { staff, action: 'person.document_opened', subject: 'person', subjectId: personId },
    async (tx) => {
      const { fundId } = await lockPerson(tx, personId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:reveal' })
      const key = await personKey(tx, personId)
      const found = await tx.personDocument.findUnique({ where: { id: documentId } })
      if (!found || found.personId !== personId) throw new Refusal('document_unknown')

      await tx.personReveal.create({
        data: { personId, staffId: staff.id, fields: ['document'], reason, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'person.document_opened',
        subject: 'person',
        subjectId: personId,
        fundId,
        detail: { reason, kind: found.kind, number: found.number },
      })
      return {
        bytes: unseal(found.sealed, { personId, documentId }, key),
        mediaType: found.mediaType,
        name: fileName(`document-${found.number}`, found.mediaType),
      }
    },
  )
}
