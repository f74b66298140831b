import { followBond } from '#app/domain/deadlines/follow-bond.server.ts'
import { changeState } from '#app/domain/disbursements/change-state.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondState } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'

/**
 * Moves a bond through these states, a record for each. A closed bond settles its disbursement: nothing of it is out.
 * The database refuses a move that is not in its table, and closing while money is deposited or due.
 */
export async function walkBond(
  tx: Tx,
  bond: LockedBond,
  walk: { steps: readonly BondState[]; by: string; reason: string; at: Date },
): Promise<void> {
  let from = bond.state
  for (const to of walk.steps) {
    await tx.bond.update({ where: { id: bond.id }, data: { state: to } })
    await tx.bondStateChange.create({
      data: {
        bondId: bond.id,
        fromState: from,
        toState: to,
        changedBy: walk.by,
        reason: walk.reason,
        occurredAt: walk.at,
      },
    })
    await followBond(tx, { bondId: bond.id, from, to, by: walk.by, at: walk.at })
    from = to
  }
  if (from !== 'closed') return
  await changeState(tx, {
    disbursementId: bond.disbursementId,
    from: 'paid',
    to: 'settled',
    by: walk.by,
    at: walk.at,
  })
}
