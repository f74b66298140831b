import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireReviewRecorder } from '#app/domain/jurisdictions/require-rule-keeper.server.ts'
import { Refusal } from '#app/domain/refusal.ts'

/**
 * Counsel read a statement: from its day on donors see it. Another person records it than who wrote it. Refuses
 * `role_may_not`, `disclosure_unknown`, `disclosure_is_reviewed_once`, `review_is_recorded_by_another`.
 */
export async function reviewDisclosure(of: {
  staff: { id: string; fundIds: string[] }
  disclosureId: string
  counsel: string
  reviewedOn: Date
}): Promise<void> {
  const { staff, disclosureId, counsel, reviewedOn } = of
  const action = 'disclosure.reviewed'
  await attempt({ staff, action, subject: 'rule', subjectId: disclosureId }, async (tx) => {
    await requireReviewRecorder(tx, staff.id)
    const found = await tx.stateDisclosure.findUnique({
      where: { id: disclosureId },
      include: { review: true },
    })
    if (!found) throw new Refusal('disclosure_unknown')
    if (found.review) throw new Refusal('disclosure_is_reviewed_once')
    if (found.recordedBy === staff.id) throw new Refusal('review_is_recorded_by_another')
    await tx.stateDisclosureReview.create({
      data: { disclosureId, counsel, reviewedOn, recordedBy: staff.id },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action, subject: 'rule', subjectId: found.place },
      detail: { place: found.place, version: found.version },
    })
  })
}
