import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Rules are the organization's: whoever administers one of its funds keeps them. Refuses `role_may_not`. */
export const requireRuleKeeper = (tx: Tx, staffId: string): Promise<void> =>
  requireRoleAnywhere(tx, { staffId, action: 'jurisdictions:manage' })

/** Who may say that counsel reviewed what another wrote, in whichever fund they hold the role. Refuses `role_may_not`. */
export const requireReviewRecorder = (tx: Tx, staffId: string): Promise<void> =>
  requireRoleAnywhere(tx, { staffId, action: 'jurisdictions:review' })

async function requireRoleAnywhere(
  tx: Tx,
  { staffId, action }: { staffId: string; action: 'jurisdictions:manage' | 'jurisdictions:review' },
): Promise<void> {
  const held = await tx.staffRole.count({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor(action)] } },
  })
  if (held === 0) throw new Refusal('role_may_not')
}
