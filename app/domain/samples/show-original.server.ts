import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { openSample } from './open-sample.server.ts'

/**
 * A person of staff says, and proves that they are there, that they show these originals to the auditor on a screen. Two
 * must, and neither is the auditor. Refuses `sample_unknown`, `role_may_not`, `auditor_does_not_show`,
 * `step_up_is_fresh_and_bound`, `sample_has_no_such_line`, `finding_ends_the_showing` and `original_is_shown_once_by_each`.
 */
export async function showOriginal(showing: {
  staff: ActingStaff
  sampleId: string
  positions: number[]
  stepUpId: string
}): Promise<void> {
  const { staff, sampleId, stepUpId } = showing
  const positions = [...new Set(showing.positions)].sort((one, other) => one - other)
  await attempt(
    { staff, action: 'audit_sample.shown', subject: 'audit_sample', subjectId: sampleId },
    async (tx) => {
      const sample = await openSample(tx, { sampleId, staffId: staff.id, action: 'samples:show' })
      if (sample.drawnBy === staff.id) throw new Refusal('auditor_does_not_show')
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.showOriginals(sampleId) })
      const where = { sampleId, position: { in: positions } }
      const known = await tx.auditSampleLine.count({ where })
      if (known !== positions.length) throw new Refusal('sample_has_no_such_line')
      if (await tx.auditSampleFinding.count({ where })) throw new Refusal('finding_ends_the_showing')

      await tx.auditSampleShowing.createMany({
        data: positions.map((position) => ({
          ...{ sampleId, position, shownBy: staff.id, stepUpId },
          occurredAt: now(),
        })),
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'audit_sample.shown',
        subject: 'audit_sample',
        subjectId: sampleId,
        fundId: sample.fundId,
        detail: { originals: positions.length },
      })
    },
  )
}
