import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Refuses `role_may_not` where this person may not bring gifts into each of these funds. */
export async function requireImporter(tx: Tx, staffId: string, fundIds: string[]): Promise<void> {
  const held = await importFunds(tx, staffId)
  if (fundIds.some((fundId) => !held.includes(fundId))) throw new Refusal('role_may_not')
}

/** The funds into which a person may bring gifts now. */
export async function importFunds(tx: Tx, staffId: string): Promise<string[]> {
  const rows = await tx.staffRole.findMany({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('imports:run')] } },
    select: { fundId: true },
    distinct: ['fundId'],
  })
  return rows.map(({ fundId }) => fundId)
}
