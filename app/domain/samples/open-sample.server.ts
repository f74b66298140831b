import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Action } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** A sample on which this person may act. Refuses `sample_unknown` (another fund's too) and `role_may_not`. */
export async function openSample(tx: Tx, of: { sampleId: string; staffId: string; action: Action }) {
  const sample = await tx.auditSample.findUnique({ where: { id: of.sampleId } })
  if (!sample) throw new Refusal('sample_unknown')
  await requireRole(tx, { staffId: of.staffId, fundId: sample.fundId, action: of.action })
  return sample
}
