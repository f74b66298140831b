import { attempt } from '#app/domain/audit/attempt.server.ts'
import { keepDocument, type NewDocument } from './keep-document.server.ts'

/**
 * Seals an original under its person's key. Answers its number among the person's documents. Refuses what `readFile`
 * refuses, `person_unknown`, `person_is_erased` and `role_may_not`.
 */
export const addDocument = (added: NewDocument): Promise<{ documentId: string; number: number }> =>
  attempt(
    {
      staff: added.staff,
      action: 'person.document_added',
      subject: 'person',
      subjectId: added.personId,
    },
    (tx) => keepDocument(tx, added),
  )
