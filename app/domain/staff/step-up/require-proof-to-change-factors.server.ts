import { boundTo } from '#app/domain/staff/bound-to.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { requireStepUp } from './require-step-up.server.ts'

/** An open session alone cannot add or remove a way to sign in; only the very first one needs no other. */
export async function requireProofToChangeFactors(
  tx: Tx,
  { staffId, stepUpId }: { staffId: string; stepUpId?: string },
): Promise<void> {
  if (!(await isEnrolled(tx, staffId))) return
  await requireStepUp(tx, { stepUpId, staffId, boundTo: boundTo.changeFactors(staffId) })
}
