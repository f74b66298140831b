import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { handOutDocument, type OpenedFile } from '#app/domain/documents/hand-out-document.server.ts'
import { requireOpenGlass } from './require-open-glass.server.ts'

type Look = { staff: ActingStaff; personId: string; documentId: string }

/**
 * Hands out an original of the record that this person opened in an emergency, within its hour. Which one is kept under the
 * opening, for whoever reviews it. Refuses `person_unknown`, `role_may_not`, `emergency_look_stays_in_its_hour`,
 * `person_is_erased` and `document_unknown`.
 */
export const openDocumentInEmergency = ({ staff, personId, documentId }: Look): Promise<OpenedFile> =>
  attempt({ staff, action: 'person.document_opened', subject: 'person', subjectId: personId }, async (tx) => {
    const { fundId, glassId } = await requireOpenGlass(tx, { staffId: staff.id, personId })
    return handOutDocument(tx, {
      ...{ staffId: staff.id, personId, fundId, documentId },
      ...{ reason: 'emergency', glassId },
    })
  })
