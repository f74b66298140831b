import type { BondState } from '#app/domain/bonds/bond.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { refuseForeignDocument } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { CaseEndProof, SaidOfEnd } from './case-end.ts'
import { sealCaseEnd } from './sealed-case-end.server.ts'

type End = {
  /** Every part of the bond: they are of one case. */
  bonds: [LockedBond, ...LockedBond[]]
  /** The states that the act passes through. */
  steps: readonly BondState[]
  said: SaidOfEnd
  by: string
  at: Date
}

/**
 * Keeps how the case of an immigration bond ended, and what proves it, before the bond goes to `case_ended`. Refuses an end
 * without either, a proof of another case or one that was removed, and a reason where no such case ends.
 */
export async function writeCaseEnd(tx: Tx, { bonds, steps, said, by, at }: End): Promise<void> {
  const { endReason = null, endProof = null } = said
  const [{ kind, caseCode }] = bonds
  if (kind !== 'immigration_bond' || !steps.includes('case_ended')) {
    if (endReason !== null || endProof !== null)
      throw new Refusal('only_an_immigration_case_has_an_end', {}, 'endReason')
    return
  }
  if (endReason === null) throw new Refusal('case_end_has_its_reason', {}, 'endReason')
  if (endProof === null) throw new Refusal('case_end_has_its_proof', {}, 'endProof')
  await refuseForeignProof(tx, bonds, endProof)
  const key = await caseKey(tx, caseCode)
  for (const { id: bondId } of bonds)
    await tx.bondCaseEnd.create({
      data: {
        ...{ bondId, ...endProof, recordedBy: by, occurredAt: at },
        ...sealCaseEnd(bondId, endReason, key),
      },
    })
}

async function refuseForeignProof(tx: Tx, bonds: End['bonds'], proof: CaseEndProof): Promise<void> {
  const field = 'endProof'
  if ('documentId' in proof)
    return refuseForeignDocument(tx, { bondId: bonds[0].id, documentId: proof.documentId, field })
  const bondIds = bonds.map(({ id }) => id)
  const seen = await tx.bondEvidence.count({ where: { id: proof.evidenceId, bondId: { in: bondIds } } })
  const removed = await tx.bondEvidenceReview.count({ where: { evidenceId: proof.evidenceId, clean: false } })
  if (seen === 0 || removed > 0) throw new Refusal('papers_are_of_their_case', {}, field)
}
