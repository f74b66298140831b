import { wayToRefundDue } from '#app/domain/bonds/acts.ts'
import { type BondKind, stepsAlong } from '#app/domain/bonds/bond.ts'
import type { SaidOfEnd } from '#app/domain/case-ends/case-end.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenEvidence } from './given-papers.ts'

/** What has to be said when the case of this bond ends now, with its proof: of an immigration bond that has not ended. */
export async function saidOfEnd(staff: ActingStaff, bondId: string): Promise<SaidOfEnd> {
  const { kind, state } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findUniqueOrThrow({ where: { id: bondId } }),
  )
  const bondKind = kind as BondKind
  const ends = stepsAlong(bondKind, state, wayToRefundDue[bondKind])?.includes('case_ended')
  return ends ? { endReason: 'relief', endProof: { evidenceId: await givenEvidence(staff, bondId) } } : {}
}
