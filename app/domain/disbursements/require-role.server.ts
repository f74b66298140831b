import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may, type Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** The roles that a person holds in a fund now; none for someone who has left. */
export async function rolesInFund(tx: Tx, of: { staffId: string; fundId: string }): Promise<Role[]> {
  const rows = await tx.staffRole.findMany({
    where: { staffId: of.staffId, fundId: of.fundId, staff: { disabledAt: null } },
    select: { role: true },
  })
  return rows.map(({ role }) => role as Role)
}

/** Refuses (`role_may_not`) where no role of theirs in this fund may do it. */
export async function requireRole(
  tx: Tx,
  of: { staffId: string; fundId: string; action: Action },
): Promise<void> {
  if (!may(await rolesInFund(tx, of), of.action)) throw new Refusal('role_may_not')
}
