import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type LockedRequest, lockRequest } from '#app/domain/requests/lock-request.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** An open way of this request, its request held. Refuses `pathway_unknown`, `pathway_ends_once` and `role_may_not`. */
export async function lockPathway(
  tx: Tx,
  of: { staff: ActingStaff; requestId: string; pathwayId: string },
): Promise<{ request: LockedRequest; fundId: string; kind: string }> {
  const request = await lockRequest(tx, of.requestId)
  const { fundId } = request
  await requireRole(tx, { staffId: of.staff.id, fundId, action: 'requests:work' })
  const pathway = await tx.requestPathway.findFirst({
    where: { id: of.pathwayId, requestId: of.requestId },
  })
  if (!pathway) throw new Refusal('pathway_unknown')
  if (pathway.endedAt) throw new Refusal('pathway_ends_once')
  return { request, fundId, kind: pathway.kind }
}
