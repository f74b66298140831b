import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { undoableUntil } from './merge.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Takes a record apart again from the one that stands, with those that were joined to it: each has what it had, and what has
 * come since by its own address; in whatever order merges are taken back. Refuses `merge_unknown`, `merge_is_undone_once`,
 * `merge_can_be_undone_for_thirty_days`, `step_up_is_fresh_and_bound`, and as `openDonor` does.
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
    // All rows of the family before one alone, in the order of every merge.
    await tx.$queryRaw`select lock_donor_families(array[${donorId}::uuid])::text`
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:merge', everywhere: true })
    const merge = await tx.donorMerge.findUnique({ where: { id: mergeId } })
    if (!merge || !(await isOfFamily(tx, { merge, donorId }))) throw new Refusal('merge_unknown')
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

/** Whether it joined, or had joined, two records of the one that stands. */
async function isOfFamily(
  tx: Tx,
  { merge, donorId }: { merge: { survivorId: string }; donorId: string },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isTheirs: boolean }[]>`
    select ${merge.survivorId}::uuid = any (donor_family(${donorId}::uuid)) as "isTheirs"`
  return row?.isTheirs ?? false
}
