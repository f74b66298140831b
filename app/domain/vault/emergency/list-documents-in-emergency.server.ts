import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { documentsOf, type ListedDocument } from '#app/domain/documents/list-documents.server.ts'
import { now } from '#app/platform/clock.ts'
import { requireOpenGlass } from './require-open-glass.server.ts'

/**
 * Which originals there are of the record that this person opened in an emergency, within its hour: by number and kind, none
 * of them opened. That they asked is kept under the opening. Refuses `person_unknown`, `role_may_not` and
 * `emergency_look_stays_in_its_hour`.
 */
export const listDocumentsInEmergency = ({
  staff,
  personId,
}: {
  staff: ActingStaff
  personId: string
}): Promise<ListedDocument[]> =>
  attempt({ staff, action: 'person.revealed', subject: 'person', subjectId: personId }, async (tx) => {
    const { fundId, glassId } = await requireOpenGlass(tx, { staffId: staff.id, personId })
    const fields = ['documents']
    await tx.personReveal.create({
      data: { personId, staffId: staff.id, fields, reason: 'emergency', glassId, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.revealed',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { reason: 'emergency', fields: fields.join(' ') },
    })
    return documentsOf(tx, personId)
  })
