import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { openGlass } from './open-glass.server.ts'

/**
 * The opening under which this person may look at the record now, with the record held until the transaction ends. Refuses
 * `person_unknown`, `role_may_not` and `emergency_look_stays_in_its_hour`.
 */
export async function requireOpenGlass(
  tx: Tx,
  of: { staffId: string; personId: string },
): Promise<{ fundId: string; glassId: string }> {
  const { fundId } = await lockPerson(tx, of.personId)
  await requireRole(tx, { staffId: of.staffId, fundId, action: 'vault:break-glass' })
  const glass = await openGlass(tx, of)
  if (!glass) throw new Refusal('emergency_look_stays_in_its_hour')
  return { fundId, glassId: glass.id }
}
