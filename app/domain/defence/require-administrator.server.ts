import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** The giving form is every fund's: an administrator of any may decide about it. Refuses `role_may_not`. */
export async function requireAdministrator(tx: Tx, staffId: string): Promise<void> {
  const held = await tx.staffRole.count({
    where: { staffId, role: { in: [...rolesFor('defence:manage')] }, staff: { disabledAt: null } },
  })
  if (held === 0) throw new Refusal('role_may_not')
}
