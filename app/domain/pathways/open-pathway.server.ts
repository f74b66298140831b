import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockRequest } from '#app/domain/requests/lock-request.server.ts'
import { now } from '#app/platform/clock.ts'
import type { PathwayKind } from './pathway.ts'

/**
 * Begins another way home for someone for whom no bond can be posted.
 * Refuses `request_unknown`, `role_may_not`, `pathway_opens_where_no_bond_is`, `one_pathway_of_a_kind_is_open`.
 */
export async function openPathway(of: {
  staff: ActingStaff
  requestId: string
  kind: PathwayKind
}): Promise<void> {
  const { staff, requestId, kind } = of
  await attempt(
    { staff, action: 'request.pathway_opened', subject: 'request', subjectId: requestId },
    async (tx) => {
      const { fundId, state } = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
      if (state !== 'no_bond_available') throw new Refusal('pathway_opens_where_no_bond_is')
      await tx.requestPathway.create({ data: { requestId, kind, openedBy: staff.id, occurredAt: now() } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.pathway_opened',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { pathway: kind },
      })
    },
  )
}
