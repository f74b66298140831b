import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import {
  type LockedDisbursement,
  lockDisbursement,
} from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** How who posts is changed: the disbursement locked, a bond that was approved and still is, by someone who may. */
export async function lockPosting(
  tx: Tx,
  on: { staffId: string; disbursementId: string; at: Date },
): Promise<{ disbursement: LockedDisbursement; current: { id: string } | null }> {
  const disbursement = await lockDisbursement(tx, on.disbursementId)
  await requireRole(tx, {
    staffId: on.staffId,
    fundId: disbursement.fundId,
    action: 'postings:assign',
  })
  if (disbursement.state !== 'approved' || !isBondKind(disbursement.kind)) {
    throw new Refusal('posting_is_of_an_approved_bond')
  }
  // A poster would stand at the window with a slip of half the bond, and could record none of it.
  if (disbursement.shared) throw new Refusal('shared_part_is_paid_with_the_whole')
  if (disbursement.expiresAt <= on.at) throw new Refusal('approval_comes_before_expiry')
  const current = await tx.postingAssignment.findFirst({
    where: { disbursementId: disbursement.id, withdrawal: null },
    select: { id: true },
  })
  return { disbursement, current }
}
