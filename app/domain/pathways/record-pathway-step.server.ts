import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { lockPathway } from './lock-pathway.server.ts'
import { stepsOf } from './pathway.ts'

/** One step of the way is done. Refuses `pathway_step_is_on_its_list` and `pathway_step_is_done_once`. */
export async function recordPathwayStep(of: {
  staff: ActingStaff
  requestId: string
  pathwayId: string
  step: string
}): Promise<void> {
  const { staff, requestId, pathwayId, step } = of
  await attempt(
    { staff, action: 'request.pathway_step', subject: 'request', subjectId: requestId },
    async (tx) => {
      const { fundId, kind } = await lockPathway(tx, of)
      if (!stepsOf(kind).includes(step)) throw new Refusal('pathway_step_is_on_its_list', {}, 'step')
      await tx.requestPathwayStep.create({
        data: { pathwayId, kind, step, doneBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.pathway_step',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { pathway: kind, step },
      })
    },
  )
}
