import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Joins two records of one person, each with all that were joined to it before: gifts and monthly gifts of the one go to the
 * other, two monthly gifts stay two, all addresses sign in, a topic that any said no to is ended, and a name that any hid is
 * hidden. Refuses `merge_needs_two_donors`, `step_up_is_fresh_and_bound`, and as `openDonor` does.
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
    // As the database locks them: whole families, so that two merges that overlap wait and never deadlock.
    await tx.$queryRaw`select lock_donor_families(array[${survivorId}::uuid, ${mergedId}::uuid])::text`
    const opening = { staff, action: 'donors:merge', everywhere: true } as const
    const { fundId } = await openDonor(tx, { donorId: survivorId, ...opening })
    await openDonor(tx, { donorId: mergedId, ...opening })
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
