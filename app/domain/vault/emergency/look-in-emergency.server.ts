import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'
import { look, type Seen } from '#app/domain/vault/look.server.ts'
import { requireOpenGlass } from './require-open-glass.server.ts'

type Look = {
  staff: ActingStaff
  personId: string
  /** Of someone with several cases, the one whose facts are needed. */
  caseCode?: string | null
  fields: VaultField[]
}

/**
 * Shows fields of the record that this person opened in an emergency, within its hour. Each look is kept under the opening.
 * Refuses `person_unknown`, `role_may_not`, `emergency_look_stays_in_its_hour`, `fields_missing` and `case_missing`.
 */
export const lookInEmergency = ({ staff, personId, caseCode = null, fields }: Look): Promise<Seen[]> =>
  attempt({ staff, action: 'person.revealed', subject: 'person', subjectId: personId }, async (tx) => {
    const { fundId, glassId } = await requireOpenGlass(tx, { staffId: staff.id, personId })
    if (fields.length === 0) throw new Refusal('fields_missing', {}, 'fields')
    return look(tx, {
      ...{ staffId: staff.id, personId, fundId, caseCode, fields },
      ...{ reason: 'emergency', glassId },
    })
  })
