import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireReviewRecorder } from '#app/domain/jurisdictions/require-rule-keeper.server.ts'
import { Refusal } from '#app/domain/refusal.ts'

/**
 * Counsel looked at a term: from here on it is said without a doubt. Another person records it than who wrote it. Refuses
 * `role_may_not`, `claim_term_unknown`, `term_is_reviewed_once`, `review_is_recorded_by_another`.
 */
export async function reviewClaimTerm(of: {
  staff: { id: string; fundIds: string[] }
  termId: string
  counsel: string
  reviewedOn: Date
}): Promise<void> {
  const { staff, termId, counsel, reviewedOn } = of
  await attempt({ staff, action: 'claim_term.reviewed', subject: 'rule', subjectId: termId }, async (tx) => {
    await requireReviewRecorder(tx, staff.id)
    const term = await tx.claimTerm.findUnique({ where: { id: termId }, include: { review: true } })
    if (!term) throw new Refusal('claim_term_unknown')
    if (term.review) throw new Refusal('term_is_reviewed_once')
    if (term.recordedBy === staff.id) throw new Refusal('review_is_recorded_by_another')

    await tx.claimTermReview.create({ data: { termId, counsel, reviewedOn, recordedBy: staff.id } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'claim_term.reviewed',
      subject: 'rule',
      subjectId: term.place,
      detail: { place: term.place, bondKind: term.bondKind },
    })
  })
}
