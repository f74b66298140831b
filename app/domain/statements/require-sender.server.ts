import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** A statement is over all funds: whoever may send in one of them sends for all. Refuses `role_may_not`. */
export async function requireSender(tx: Tx, staffId: string): Promise<void> {
  const held = await tx.staffRole.count({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('statements:announce')] } },
  })
  if (held === 0) throw new Refusal('role_may_not')
}
