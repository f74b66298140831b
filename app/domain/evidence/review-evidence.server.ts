import { attempt } from '#app/domain/audit/attempt.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openPaperAct } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { removeCopiesOffHold } from './remove-copies-off-hold.server.ts'

type Review = { staff: ActingStaff; bondId: string; evidenceId: string; clean: boolean }

/**
 * A second person says whether a covered copy names nobody. One that does is closed to everyone and removed at once, or once
 * no legal demand covers it any more; that it was there stays.
 * Refuses `evidence_unknown`, `evidence_is_reviewed_by_another`, `shared_bond_needs_every_fund` and `role_may_not`; the
 * database: `evidence_is_reviewed_once`.
 */
export async function reviewEvidence(review: Review): Promise<void> {
  const { staff, bondId, evidenceId, clean } = review
  await attempt(
    { staff, action: 'bond.evidence_reviewed', subject: 'bond', subjectId: bondId },
    async (tx) => {
      await lockHolds(tx)
      const bonds = await openPaperAct(tx, review)
      const evidence = await tx.bondEvidence.findUnique({ where: { id: evidenceId } })
      if (!evidence || !bonds.some(({ id }) => id === evidence.bondId)) throw new Refusal('evidence_unknown')
      if (evidence.addedBy === staff.id) throw new Refusal('evidence_is_reviewed_by_another')

      await tx.bondEvidenceReview.create({
        data: { evidenceId, clean, reviewedBy: staff.id, occurredAt: now() },
      })
      if (!clean) await removeCopiesOffHold(tx)
      await tellAudit(tx, {
        ...{ staff, bonds, action: 'bond.evidence_reviewed' },
        detail: { sha256: evidence.sha256, clean: clean ? 'yes' : 'no' },
      })
    },
  )
}
