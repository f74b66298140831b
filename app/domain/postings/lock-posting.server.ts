import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import type { LockedDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockWholeBond } from '#app/domain/disbursements/shared-bonds/lock-parts.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

export type LockedPosting = { disbursement: LockedDisbursement; current: { id: string } | null }

/**
 * How who posts is changed: the disbursement locked with every part that other funds have in its bond, a bond that was approved
 * and still is, by someone who may in each of the funds.
 */
export async function lockPosting(
  tx: Tx,
  on: { staffId: string; disbursementId: string },
): Promise<LockedPosting[]> {
  const parts: LockedPosting[] = []
  for (const disbursement of await lockWholeBond(tx, on.disbursementId)) {
    const { id, fundId, kind, state, shared } = disbursement
    await requireRole(tx, { staffId: on.staffId, fundId, action: 'postings:assign' })
    if (shared?.over) throw new Refusal('shared_bond_is_over')
    if (shared && state === 'proposed') throw new Refusal('shared_bond_waits_for_approval')
    if (state !== 'approved' || !isBondKind(kind)) throw new Refusal('posting_is_of_an_approved_bond')
    const current = await tx.postingAssignment.findFirst({
      where: { disbursementId: id, withdrawal: null },
      select: { id: true },
    })
    parts.push({ disbursement, current })
  }
  return parts
}
