import { requireRole, rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Cash is counted by two different people who both handle cash in this fund. */
export async function refuseWitness(
  tx: Tx,
  of: { fundId: string; staffId: string; witnessId: string },
): Promise<void> {
  const { fundId, staffId, witnessId } = of
  await requireRole(tx, { staffId, fundId, action: 'cash:handle' })
  if (witnessId === staffId) throw new Refusal('cash_is_counted_by_two', {}, 'witnessId')
  if (!may(await rolesInFund(tx, { staffId: witnessId, fundId }), 'cash:handle'))
    throw new Refusal('witness_may_not_count', {}, 'witnessId')
}
