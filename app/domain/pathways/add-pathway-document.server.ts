import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { DocumentKind } from '#app/domain/documents/document.ts'
import { keepDocument } from '#app/domain/documents/keep-document.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockPathway } from './lock-pathway.server.ts'
import { stepsOf } from './pathway.ts'

type Added = {
  staff: ActingStaff
  requestId: string
  pathwayId: string
  step: string
  kind: DocumentKind
  file: Uint8Array
}

/**
 * Puts a document beside a step of an open way: a letter, a proof, a record. It lies in the vault with the person's others, and
 * is opened, counted, held and erased as they are. Refuses what `lockPathway` and `keepDocument` refuse, and
 * `pathway_document_is_beside_a_step`.
 */
export async function addPathwayDocument(added: Added): Promise<{ documentId: string; number: number }> {
  const { staff, requestId, pathwayId, step, kind, file } = added
  return attempt(
    { staff, action: 'request.pathway_document', subject: 'request', subjectId: requestId },
    async (tx) => {
      const { request, fundId, kind: way } = await lockPathway(tx, added)
      if (!stepsOf(way).includes(step)) throw new Refusal('pathway_document_is_beside_a_step', {}, 'step')
      const { documentId, number } = await keepDocument(tx, {
        ...{ staff, personId: request.personId, kind, file },
      })
      await tx.requestPathwayDocument.create({
        data: { documentId, pathwayId, kind: way, step, addedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.pathway_document',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { pathway: way, step, kind, number },
      })
      return { documentId, number }
    },
  )
}
