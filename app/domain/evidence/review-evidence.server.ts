import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openPaperAct, tellAudit } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

type Review = { staff: ActingStaff; bondId: string; evidenceId: string; clean: boolean }

/**
 * A second person says whether a covered copy names nobody. One that does is removed at once; that it was there stays.
 * Refuses `evidence_unknown`, `evidence_is_reviewed_by_another` and `role_may_not`; the database:
 * `evidence_is_reviewed_once`.
 */
export async function reviewEvidence(review: Review): Promise<void> {
  const { staff, bondId, evidenceId, clean } = review
  await attempt(
    { staff, action: 'bond.evidence_reviewed', subject: 'bond', subjectId: bondId },
    async (tx) => {
      const bond = await openPaperAct(tx, review)
      const evidence = await tx.bondEvidence.findUnique({ where: { id: evidenceId } })
      if (evidence?.bondId !== bondId) throw new Refusal('evidence_unknown')
      if (evidence.addedBy === staff.id) throw new Refusal('evidence_is_reviewed_by_another')

      await tx.bondEvidenceReview.create({
        data: { evidenceId, clean, reviewedBy: staff.id, occurredAt: now() },
      })
      if (!clean) await tx.bondEvidenceContent.deleteMany({ where: { evidenceId } })
      await tellAudit(tx, {
        ...{ staff, bond, action: 'bond.evidence_reviewed' },
        detail: { sha256: evidence.sha256, clean: clean ? 'yes' : 'no' },
      })
    },
  )
}
