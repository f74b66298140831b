import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openDocument as unseal } from '#app/domain/vault/crypto.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import type { LookReason } from '#app/domain/vault/reasons.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { fileName } from './document.ts'

export type OpenedFile = { bytes: Uint8Array; mediaType: string; name: string }

type Handed = {
  staffId: string
  personId: string
  fundId: string
  documentId: string
  reason: LookReason
  /** Of a look in an emergency: the opening that it was made under. */
  glassId?: string
}

/**
 * Unseals an original for someone of staff. Who looked at which document of whom, and why, is kept for good before they have
 * it. Whether they may is its callers' to judge; the database judges it too. Refuses `person_is_erased`, `document_unknown`.
 */
export async function handOutDocument(tx: Tx, of: Handed): Promise<OpenedFile> {
  const { staffId, personId, fundId, documentId, reason, glassId } = of
  const key = await personKey(tx, personId)
  const found = await tx.personDocument.findUnique({ where: { id: documentId } })
  if (!found || found.personId !== personId) throw new Refusal('document_unknown')

  await tx.personReveal.create({
    data: {
      ...{ personId, staffId, fields: ['document'], documentNumber: found.number },
      ...{ reason, glassId: glassId ?? null, occurredAt: now() },
    },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
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
}
