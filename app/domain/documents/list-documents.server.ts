import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { DocumentKind } from './document.ts'

export type ListedDocument = {
  id: string
  number: number
  kind: DocumentKind
  mediaType: string
  byteSize: number
  by: string
  at: Date
}

/** Which documents there are of a person, the newest first. None is opened to make it. */
export const listDocuments = (of: { personId: string; fundIds: string[] }): Promise<ListedDocument[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, (tx) => documentsOf(tx, of.personId))

export const documentsOf = (tx: Tx, personId: string): Promise<ListedDocument[]> =>
  tx.$queryRaw<ListedDocument[]>`
    select d.id, d.number, d.kind, d.media_type as "mediaType", d.byte_size as "byteSize", s.name as by,
           d.occurred_at as at
      from person_document d join staff s on s.id = d.added_by
     where d.person_id = ${personId}::uuid order by d.number desc`
