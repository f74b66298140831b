import type { Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Colleague } from './limits.ts'

/** Who holds which roles in a fund now, by name. */
export async function fundStaff(tx: Tx, fundId: string): Promise<Colleague[]> {
  const found = await tx.staff.findMany({
    where: { disabledAt: null, staffRoleByStaffIds: { some: { fundId } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      staffRoleByStaffIds: { where: { fundId }, select: { role: true } },
    },
  })
  return found.map(({ id, name, staffRoleByStaffIds }) => ({
    id,
    name,
    roles: staffRoleByStaffIds.map(({ role }) => role as Role),
  }))
}
