import { attempt } from '#app/domain/audit/attempt.server.ts'
import { lockOwnPart } from '#app/domain/bonds/lock-bond.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import {
  type Proposed,
  refuseIncomplete,
  writeProposal,
} from '#app/domain/disbursements/write-proposal.server.ts'
import { type Cents, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { callableOf } from './exposure.server.ts'

export type ForfeitureCall = {
  staff: ActingStaff
  bondId: string
  amount: Cents
  payee: string
  venue: string
  evidenceNote: string
}

/**
 * A court calls for more than the deposit of a percentage bond: money out once more, approved and paid as any other, and
 * never more than the judge set as it was said last, all calls together. It begins no bond.
 */
export async function proposeForfeitureCall(call: ForfeitureCall): Promise<{ disbursementId: string }> {
  const { staff, bondId, amount } = call
  return attempt(
    { staff, action: 'disbursement.proposed', subject: 'bond', subjectId: bondId },
    async (tx) => {
      const { fundId } = (await lockOwnPart(tx, bondId)).bond
      const exposure = await callableOf(tx, bondId)
      if (!exposure?.isForfeited) throw new Refusal('forfeiture_call_follows_a_forfeiture')
      if (amount > exposure.left) {
        throw new Refusal('forfeiture_call_stays_within_exposure', { left: exposure.left }, 'amount')
      }
      const proposal: Proposed = {
        fundId,
        kind: 'forfeiture_call',
        purposeCode: 'court_bail',
        caseCode: exposure.caseCode,
        ...{ principalCeiling: amount, feesCeiling: zero, payees: [call.payee] },
        ...{ venue: call.venue, evidenceNote: call.evidenceNote },
      }
      refuseIncomplete(proposal)
      const disbursementId = await writeProposal(tx, { staff, proposal, at: now() })
      await tx.forfeitureCall.create({ data: { disbursementId, bondId, amountCents: amount } })
      return { disbursementId }
    },
  )
}
