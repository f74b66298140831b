import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { caseAsked } from './case-asked.server.ts'
import type { VaultField } from './fields.ts'
import { readFields } from './read-fields.server.ts'
import type { LookReason } from './reasons.ts'

export type Seen = Partial<Record<VaultField, string>>

/**
 * Opens these fields of a person, and of one case of theirs, for someone of staff. Who looked at which of them, and why, is
 * kept for good before they see it; what they saw is not. Whether they may look is its callers' to judge; the database
 * judges it too. Refuses `case_missing`.
 */
export async function look(
  tx: Tx,
  of: {
    staffId: string
    personId: string
    fundId: string
    fields: VaultField[]
    /** Whose docket, court and the like are meant; null where the person has one case, or none of it is a case's. */
    caseCode: string | null
    reason: LookReason
    /** Of a look in an emergency: the opening that it was made under. */
    glassId?: string
  },
): Promise<Seen> {
  const { staffId, personId, fundId, fields, reason, glassId } = of
  const caseCode = await caseAsked(tx, of)
  const all = await readFields(tx, { personId, caseCode })
  await tx.personReveal.create({
    data: { personId, staffId, fields, caseCode, reason, glassId: glassId ?? null, occurredAt: now() },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
    action: 'person.revealed',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { reason, fields: fields.join(' '), ...(caseCode ? { caseCode } : {}) },
  })
  return Object.fromEntries(Object.entries(all).filter(([field]) => fields.some((asked) => asked === field)))
}
