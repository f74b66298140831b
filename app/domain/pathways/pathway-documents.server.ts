import type { ListedDocument } from '#app/domain/documents/list-documents.server.ts'
import { inTransaction } from '#app/platform/db.ts'

type PathwayDocument = ListedDocument & { step: string }

/** What lies beside the steps of one way, the newest first. None is opened to make it; what went with its person is not there. */
export const pathwayDocuments = (of: { pathwayId: string; fundIds: string[] }): Promise<PathwayDocument[]> =>
  inTransaction(
    { scope: { kind: 'staff', fundIds: of.fundIds } },
    (tx) => tx.$queryRaw<PathwayDocument[]>`
    select d.id, d.number, d.kind, d.media_type as "mediaType", d.byte_size as "byteSize", s.name as by,
           d.occurred_at as at, p.step
      from request_pathway_document p join person_document d on d.id = p.document_id join staff s on s.id = d.added_by
     where p.pathway_id = ${of.pathwayId}::uuid order by d.number desc`,
  )
