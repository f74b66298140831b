import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { now } from '#app/platform/clock.ts'
import { newCaseCode } from './case-code.ts'
import type { ActingStaff, DisbursementKind } from './disbursement.ts'
import { refuseIncomplete, writeProposal } from './write-proposal.server.ts'

export type Proposal = {
  fundId: string
  kind: DisbursementKind
  purposeCode: string
  /** Given where the case has a code already. */
  caseCode?: string | undefined
  principalCeiling: Cents
  feesCeiling: Cents
  payees: string[]
  venue: string
  evidenceNote: string
}

/** Puts money forward for one purpose of one case. It waits 14 days for others to approve. Reserves nothing yet. */
export async function proposeDisbursement(act: {
  staff: ActingStaff
  proposal: Proposal
  occurredAt?: Date
}): Promise<{ disbursementId: string; caseCode: string }> {
  const { staff, proposal } = act
  const at = act.occurredAt ?? now()
  const attempted = {
    staff,
    action: 'disbursement.proposed',
    subject: 'disbursement',
    fundId: proposal.fundId,
  }
  return attempt(attempted, async (tx) => {
    refuseIncomplete(proposal)
    const caseCode = proposal.caseCode ?? newCaseCode()
    const disbursementId = await writeProposal(tx, { staff, proposal: { ...proposal, caseCode }, at })
    return { disbursementId, caseCode }
  })
}
