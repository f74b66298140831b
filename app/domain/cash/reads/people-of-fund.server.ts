import { type Action, rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

export type Someone = { id: string; name: string }

/** Who may do it in a fund, by name: the choices of a form. */
export const peopleWho = (tx: Tx, of: { fundId: string; action: Action }): Promise<Someone[]> =>
  tx.staff.findMany({
    where: {
      disabledAt: null,
      staffRoleByStaffIds: { some: { fundId: of.fundId, role: { in: [...rolesFor(of.action)] } } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  })
