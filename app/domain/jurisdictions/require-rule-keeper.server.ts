import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Rules are the organization's: whoever administers one of its funds keeps them. Refuses `role_may_not`. */
export async function requireRuleKeeper(tx: Tx, staffId: string): Promise<void> {
  const held = await tx.staffRole.count({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('jurisdictions:manage')] } },
  })
  if (held === 0) throw new Refusal('role_may_not')
}
