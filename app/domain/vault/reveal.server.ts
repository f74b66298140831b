import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { VaultField } from './fields.ts'
import { lockPerson } from './lock-person.server.ts'
import { readFields } from './read-fields.server.ts'
import type { RevealReason } from './reasons.ts'

type Look = { staff: ActingStaff; personId: string; fields: VaultField[]; reason: RevealReason }
type Seen = Partial<Record<VaultField, string>>

/**
 * Shows a person of staff what they ask for and no more. Who looked at which fields of whom, and why, is kept for good
 * before they see it; what they saw is not. Refuses `person_unknown`, `person_is_erased`, `fields_missing` and
 * `role_may_not`.
 */
export const reveal = (look: Look): Promise<Seen> =>
  attempt(
    { staff: look.staff, action: 'person.revealed', subject: 'person', subjectId: look.personId },
    (tx) => show(tx, look),
  )

async function show(tx: Tx, { staff, personId, fields, reason }: Look): Promise<Seen> {
  const { fundId } = await lockPerson(tx, personId)
  await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:reveal' })
  if (fields.length === 0) throw new Refusal('fields_missing', {}, 'fields')
  const all = await readFields(tx, { personId })
  await tx.personReveal.create({ data: { personId, staffId: staff.id, fields, reason, occurredAt: now() } })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'person.revealed',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { reason, fields: fields.join(' ') },
  })
  return Object.fromEntries(Object.entries(all).filter(([field]) => fields.some((asked) => asked === field)))
}
