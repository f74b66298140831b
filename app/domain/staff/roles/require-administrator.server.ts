import { Refusal } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Refuses `not_your_fund_to_manage` unless the person manages the staff of each of the funds. */
export async function requireAdministrator(tx: Tx, staffId: string, fundIds: string[]): Promise<void> {
  const held = await tx.staffRole.findMany({ where: { staffId, staff: { disabledAt: null } } })
  for (const fundId of fundIds) {
    const roles = held.filter((each) => each.fundId === fundId).map(({ role }) => role as Role)
    if (!may(roles, 'staff:manage')) throw new Refusal('not_your_fund_to_manage', {}, 'fundId')
  }
}
