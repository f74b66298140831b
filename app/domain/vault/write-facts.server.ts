import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { caseAsked } from './case-asked.server.ts'
import type { VaultField } from './fields.ts'
import { lockPerson } from './lock-person.server.ts'
import { writeField } from './write-field.server.ts'

/**
 * Writes down what staff learned of a person; a field that is not named stays. The audit says which fields, never what.
 * Refuses `person_unknown`, `person_is_erased`, `fields_missing`, `case_missing`, `birth_after_case` and `role_may_not`.
 */
export const writeFacts = (of: {
  staff: ActingStaff
  personId: string
  /** Of someone with several cases, the one in which docket, court and the like were learned. */
  caseCode?: string | null
  facts: Partial<Record<VaultField, string>>
}): Promise<void> => {
  const { staff, personId, caseCode: named = null, facts } = of
  return attempt({ staff, action: 'person.written', subject: 'person', subjectId: personId }, async (tx) => {
    const { fundId, erasedAt } = await lockPerson(tx, personId)
    await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:write' })
    if (erasedAt) throw new Refusal('person_is_erased')
    const written = Object.entries(facts) as [VaultField, string][]
    if (written.length === 0) throw new Refusal('fields_missing')
    const fields = written.map(([field]) => field)
    const caseCode = await caseAsked(tx, { personId, caseCode: named, fields })
    for (const [field, plain] of written) await writeField(tx, { personId, caseCode, field, plain })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.written',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { fields: fields.join(' '), ...(caseCode ? { caseCode } : {}) },
    })
  })
}
