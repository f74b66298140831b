import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { undoableUntil } from './merge.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Takes two records apart again: each has what it had, and what has come since by its own address. Refuses `merge_unknown`,
 * `merge_is_undone_once`, `merge_can_be_undone_for_thirty_days`, `step_up_is_fresh_and_bound`, and as `openDonor` does.
 */
export async function undoMerge(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  mergeId: string
  stepUpId: string
}): Promise<void> {
  const { staff, donorId, mergeId, stepUpId } = of
  const act = { action: 'donor.merge_undone', subject: 'donor', subjectId: donorId }
  await attempt({ staff, ...act }, async (tx) => {
    // Both rows before either alone, in the order of every merge.
    await tx.$queryRaw`
      select d.id::text from donor d join donor_merge m on m.id = ${mergeId}::uuid and d.id in (m.survivor_id, m.merged_id)
       order by d.id for update of d`
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:merge', everywhere: true })
    const merge = await tx.donorMerge.findUnique({ where: { id: mergeId } })
    if (merge?.survivorId !== donorId) throw new Refusal('merge_unknown')
    if (merge.undoneAt) throw new Refusal('merge_is_undone_once')
    const at = now()
    if (at > undoableUntil(merge.occurredAt)) throw new Refusal('merge_can_be_undone_for_thirty_days')
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.undoMerge(mergeId) })
    await tx.donorMerge.update({
      where: { id: mergeId },
      data: { undoneAt: at, undoneBy: staff.id, undoStepUpId: stepUpId },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { merge: mergeId } },
      ...(fundId ? { fundId } : {}),
    })
  })
}
