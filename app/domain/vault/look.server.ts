import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { VaultField } from './fields.ts'
import { readFields } from './read-fields.server.ts'
import type { LookReason } from './reasons.ts'

export type Seen = Partial<Record<VaultField, string>>

/**
 * Opens these fields of a person for someone of staff. Who looked at which of them, and why, is kept for good before they
 * see it; what they saw is not. Whether they may look is its callers' to judge; the database judges it too.
 */
export async function look(
  tx: Tx,
  of: {
    staffId: string
    personId: string
    fundId: string
    fields: VaultField[]
    reason: LookReason
    /** Of a look in an emergency: the opening that it was made under. */
    glassId?: string
  },
): Promise<Seen> {
  const { staffId, personId, fundId, fields, reason, glassId } = of
  const all = await readFields(tx, { personId })
  await tx.personReveal.create({
    data: { personId, staffId, fields, reason, glassId: glassId ?? null, occurredAt: now() },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
    action: 'person.revealed',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { reason, fields: fields.join(' ') },
  })
  return Object.fromEntries(Object.entries(all).filter(([field]) => fields.some((asked) => asked === field)))
}
