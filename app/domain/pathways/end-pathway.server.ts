import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { walkRequest } from '#app/domain/requests/walk-request.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockPathway } from './lock-pathway.server.ts'
import type { PathwayOutcome } from './pathway.ts'

/**
 * What came of the way. A bond that was set brings the request back into screening: whether it can be posted is asked anew.
 * Refuses `pathway_unknown`, `pathway_ends_once` and `role_may_not`.
 */
export async function endPathway(of: {
  staff: ActingStaff
  requestId: string
  pathwayId: string
  outcome: PathwayOutcome
}): Promise<void> {
  const { staff, requestId, pathwayId, outcome } = of
  await attempt(
    { staff, action: 'request.pathway_ended', subject: 'request', subjectId: requestId },
    async (tx) => {
      const at = now()
      const { request, fundId, kind } = await lockPathway(tx, of)
      await tx.requestPathway.update({
        where: { id: pathwayId },
        data: { outcome, endedBy: staff.id, endedAt: at },
      })
      if (outcome === 'bond_set' && request.state === 'no_bond_available')
        await walkRequest(tx, request, { to: 'screening', by: staff.id, reason: null, at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.pathway_ended',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { pathway: kind, outcome },
      })
    },
  )
}
