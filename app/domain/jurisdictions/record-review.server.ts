import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { requireReviewRecorder } from './require-rule-keeper.server.ts'

/**
 * Records that counsel has reviewed a version: from here on it may block, and the version before no longer does. So it takes
 * another person than who wrote it. Refuses `role_may_not`, `rule_unknown`, `rule_version_is_reviewed_once`, and
 * `review_is_recorded_by_another`; the database refuses a version that was replaced and a review before the reading.
 */
export async function recordReview(of: {
  staff: { id: string; fundIds: string[] }
  ruleId: string
  counsel: string
  reviewedOn: Date
}): Promise<void> {
  const { staff, ruleId, counsel, reviewedOn } = of
  await attempt({ staff, action: 'rule.reviewed', subject: 'rule', subjectId: ruleId }, async (tx) => {
    await requireReviewRecorder(tx, staff.id)
    const rule = await tx.jurisdictionRule.findUnique({
      where: { id: ruleId },
      include: { ruleReview: true },
    })
    if (!rule) throw new Refusal('rule_unknown')
    if (rule.ruleReview) throw new Refusal('rule_version_is_reviewed_once')
    if (rule.recordedBy === staff.id) throw new Refusal('review_is_recorded_by_another')

    await tx.ruleReview.create({ data: { ruleId, counsel, reviewedOn, recordedBy: staff.id } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'rule.reviewed',
      subject: 'rule',
      subjectId: rule.code,
      detail: { version: rule.version, effect: rule.effect },
    })
  })
}
