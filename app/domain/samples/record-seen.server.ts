import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openSample } from './open-sample.server.ts'
import type { FindingReason, SampleResult } from './sample.ts'

/**
 * The auditor who drew the sample says what they saw of one original, once and for good. Refuses `sample_unknown`,
 * `role_may_not`, `only_the_drawer_records`, `sample_has_no_such_line`, `finding_says_why`,
 * `two_people_show_the_original` and `line_has_one_finding`.
 */
export async function recordSeen(finding: {
  staff: ActingStaff
  sampleId: string
  position: number
  result: SampleResult
  reason: FindingReason | null
}): Promise<void> {
  const { staff, sampleId, position, result, reason } = finding
  await attempt(
    { staff, action: 'audit_sample.seen', subject: 'audit_sample', subjectId: sampleId },
    async (tx) => {
      const sample = await openSample(tx, { sampleId, staffId: staff.id, action: 'samples:draw' })
      if (sample.drawnBy !== staff.id) throw new Refusal('only_the_drawer_records')
      if ((result === 'seen') !== (reason === null)) throw new Refusal('finding_says_why', {}, 'reason')
      const line = await tx.auditSampleLine.count({ where: { sampleId, position } })
      if (line === 0) throw new Refusal('sample_has_no_such_line')
      const shown = await tx.auditSampleShowing.count({ where: { sampleId, position } })
      if (result !== 'not_found' && shown < 2) throw new Refusal('two_people_show_the_original', { shown })

      await tx.auditSampleFinding.create({
        data: { sampleId, position, recordedBy: staff.id, result, reason, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'audit_sample.seen',
        subject: 'audit_sample',
        subjectId: sampleId,
        fundId: sample.fundId,
        detail: { position, result, ...(reason ? { reason } : {}) },
      })
    },
  )
}
