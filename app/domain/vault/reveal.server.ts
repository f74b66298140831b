import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { VaultField } from './fields.ts'
import { lockPerson } from './lock-person.server.ts'
import { look, type Seen } from './look.server.ts'
import type { RevealReason } from './reasons.ts'

type Look = {
  staff: ActingStaff
  personId: string
  /** Of someone with several cases, the one whose facts are asked for. */
  caseCode?: string | null
  fields: VaultField[]
  reason: RevealReason
}

/**
 * Shows a person of staff what they ask for and no more, and keeps that they looked. Refuses `person_unknown`,
 * `person_is_erased`, `fields_missing`, `case_missing` and `role_may_not`.
 */
export const reveal = (asked: Look): Promise<Seen[]> =>
  attempt(
    { staff: asked.staff, action: 'person.revealed', subject: 'person', subjectId: asked.personId },
    (tx) => show(tx, asked),
  )

async function show(tx: Tx, { staff, personId, caseCode = null, fields, reason }: Look): Promise<Seen[]> {
  const { fundId } = await lockPerson(tx, personId)
  await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:reveal' })
  if (fields.length === 0) throw new Refusal('fields_missing', {}, 'fields')
  return look(tx, { staffId: staff.id, personId, fundId, caseCode, fields, reason })
}
