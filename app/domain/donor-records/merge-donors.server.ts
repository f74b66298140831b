import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Joins two records of one person: gifts and monthly gifts of the one go to the other, two monthly gifts stay two, both
 * addresses sign in, and a topic that either said no to is ended. Refuses `merge_needs_two_donors`,
 * `donor_stands_for_others`, `step_up_is_fresh_and_bound`, and as `openDonor` does.
 */
export async function mergeDonors(of: {
  staff: { id: string; fundIds: string[] }
  survivorId: string
  mergedId: string
  stepUpId: string
}): Promise<{ mergeId: string }> {
  const { staff, survivorId, mergedId, stepUpId } = of
  const act = { action: 'donor.merged', subject: 'donor', subjectId: survivorId }
  return attempt({ staff, ...act }, async (tx) => {
    if (survivorId === mergedId) throw new Refusal('merge_needs_two_donors')
    // As the database locks them: always in one order, so that two merges that overlap wait and never deadlock.
    await tx.$queryRaw`
      select id::text from donor where id in (${survivorId}::uuid, ${mergedId}::uuid) order by id for update`
    const opening = { staff, action: 'donors:merge', everywhere: true } as const
    const { fundId } = await openDonor(tx, { donorId: survivorId, ...opening })
    await openDonor(tx, { donorId: mergedId, ...opening })
    const others = await tx.donorMerge.count({ where: { survivorId: mergedId, undoneAt: null } })
    if (others > 0) throw new Refusal('donor_stands_for_others')
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id },
      boundTo: boundTo.mergeDonors({ survivorId, mergedId }),
    })
    const mergeId = randomUUID()
    await tx.donorMerge.create({
      data: { id: mergeId, survivorId, mergedId, mergedBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { merge: mergeId, merged: mergedId } },
      ...(fundId ? { fundId } : {}),
    })
    return { mergeId }
  })
}
