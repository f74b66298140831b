import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { matchesIn } from './list-matches.server.ts'

/** The act as the audit keeps it, done or refused. */
export function matchesExported(fundIds: string[]): { action: string; subject: string; fundId?: string } {
  const [only] = fundIds
  const isOfOne = only !== undefined && fundIds.length === 1
  return { action: 'comment.matches_exported', subject: 'comment', ...(isOfOne ? { fundId: only } : {}) }
}

/**
 * Keeps that a person takes the employers out that gifts of these funds named, before they leave the house. Refuses
 * `step_up_is_fresh_and_bound`.
 */
export async function makeMatchExport(wanted: {
  staff: { id: string; fundIds: string[] }
  stepUpId: string
}): Promise<{ exportId: string }> {
  const { staff, stepUpId } = wanted
  const { fundIds } = staff
  const act = matchesExported(fundIds)
  return attempt({ staff, ...act }, async (tx) => {
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.exportMatches() })
    const gifts = (await matchesIn(tx)).length
    const { id: exportId } = await tx.matchExport.create({
      data: { fundIds, gifts, madeBy: staff.id, stepUpId, occurredAt: now() },
      select: { id: true },
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...act, detail: { gifts } })
    return { exportId }
  })
}
