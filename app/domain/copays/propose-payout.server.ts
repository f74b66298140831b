import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import { heldFor } from './family-part.server.ts'
import { openAgreement } from './open-agreement.server.ts'

/** Puts forward that a family gets back what is held for them, whether it was ever posted or not. */
export async function proposePayout(asked: {
  staff: ActingStaff
  agreementId: string
  amount: Cents
}): Promise<{ payoutId: string }> {
  const { staff, agreementId, amount } = asked
  if (amount <= 0n) throw new Refusal('family_part_missing', {}, 'amount')
  return attempt(
    { staff, action: 'copay.payout_proposed', subject: 'copay_agreement', subjectId: agreementId },
    async (tx) => {
      const { agreement, roles } = await openAgreement(tx, { agreementId, staffId: staff.id })
      if (!may(roles, 'copays:work')) throw new Refusal('role_may_not')
      const { unclaimed } = await heldFor(tx, agreementId)
      if (amount > unclaimed) {
        throw new Refusal('payout_stays_within_what_is_held', { held: unclaimed }, 'amount')
      }
      const payoutId = randomUUID()
      await tx.copayPayout.create({
        data: { id: payoutId, agreementId, amountCents: amount, proposedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.payout_proposed',
        subject: 'copay_agreement',
        subjectId: agreementId,
        fundId: agreement.fundId,
        detail: { amountCents: amount.toString() },
      })
      return { payoutId }
    },
  )
}
