import { db } from '#app/platform/db.ts'
import type { Role } from './access.ts'

export type HeldRole = { fundId: string; role: Role; since: Date }

export type Person = {
  id: string
  name: string
  email: string
  /** Has a passkey or an authenticator; else their invitation waits. */
  enrolled: boolean
  roles: HeldRole[]
}

/** Who holds which role in these funds, by name. Roles in other funds are not told. */
export async function people(of: { fundIds: string[]; staffId?: string }): Promise<Person[]> {
  const found = await db().staff.findMany({
    where: {
      disabledAt: null,
      ...(of.staffId ? { id: of.staffId } : {}),
      staffRoleByStaffIds: { some: { fundId: { in: of.fundIds } } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      email: true,
      staffRoleByStaffIds: {
        where: { fundId: { in: of.fundIds } },
        orderBy: [{ fund: { position: 'asc' } }, { fund: { slug: 'asc' } }, { role: 'asc' }],
      },
      staffTotp: { select: { confirmedAt: true } },
      _count: { select: { staffPasskeys: true } },
    },
  })
  return found.map(({ id, name, email, staffRoleByStaffIds, staffTotp, _count }) => ({
    id,
    name,
    email,
    enrolled: _count.staffPasskeys > 0 || Boolean(staffTotp?.confirmedAt),
    roles: staffRoleByStaffIds.map(({ fundId, role, recordedAt }) => ({
      fundId,
      role: role as Role,
      since: recordedAt,
    })),
  }))
}
