import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { sealDocument } from '#app/domain/vault/crypto.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { DocumentKind } from './document.ts'
import { type ReadFile, readFile } from './read-file.ts'

export type NewDocument = { staff: ActingStaff; personId: string; kind: DocumentKind; file: Uint8Array }

/**
 * Seals an original under its person's key, wherever it is brought from. Answers its number among the person's documents.
 * Refuses what `readFile` refuses, `person_unknown`, `person_is_erased` and `role_may_not`.
 */
export async function keepDocument(
  tx: Tx,
  added: NewDocument,
): Promise<{ documentId: string; number: number }> {
  const { staff, personId, kind } = added
  const { fundId } = await lockPerson(tx, personId)
  await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:write' })
  const file = readFile(added.file)
  const kept = await sealFile(tx, added, file)
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'person.document_added',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { kind, number: kept.number, mediaType: file.mediaType },
  })
  return kept
}

async function sealFile(tx: Tx, { staff, personId, kind }: NewDocument, { bytes, mediaType }: ReadFile) {
  const key = await personKey(tx, personId)
  const documentId = randomUUID()
  const { _max: last } = await tx.personDocument.aggregate({ where: { personId }, _max: { number: true } })
  const number = (last.number ?? 0) + 1
  await tx.personDocument.create({
    data: {
      id: documentId,
      personId,
      number,
      kind,
      mediaType,
      byteSize: bytes.length,
      sealed: sealDocument(bytes, { personId, documentId }, key),
      addedBy: staff.id,
      occurredAt: now(),
    },
    select: { id: true },
  })
  return { documentId, number }
}
