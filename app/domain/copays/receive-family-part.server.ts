import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { copayReceived } from '#app/domain/ledger/transfers/copay.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotReceive } from './acts.ts'
import type { ReceiptMethod } from './copay.ts'
import { receivedFor } from './family-part.server.ts'
import { openAgreement, refuseNamedReference } from './open-agreement.server.ts'

export type Received = {
  staff: ActingStaff
  agreementId: string
  amount: Cents
  method: ReceiptMethod
  /** The check's, transfer's or paper receipt's own number: one is recorded once. */
  reference: string
  occurredAt?: Date | undefined
}

/** A family's part came into our bank: theirs, held in trust, never more than the paper says, and never a gift. */
export async function receiveFamilyPart(received: Received): Promise<{ receiptId: string }> {
  const { staff, amount } = received
  const recordedAt = now()
  const at = received.occurredAt ?? recordedAt
  if (amount <= 0n) throw new Refusal('family_part_missing', {}, 'amount')

  return attempt(
    { staff, action: 'copay.received', subject: 'copay_agreement', subjectId: received.agreementId },
    async (tx) => {
      const { agreement, roles } = await openAgreement(tx, { ...received, staffId: staff.id })
      const refusal = whyNotReceive(agreement, { id: staff.id, roles })
      if (refusal) throw refusal
      if (!agreement.signerSealed) throw new Refusal('person_is_erased')
      await refuseNamedReference(tx, agreement, received.reference)
      refuseImpossibleTime({
        occurredAt: at,
        // The paper's day begins somewhere in the world half a day before it begins in UTC.
        notBefore: new Date(agreement.signedOn.getTime() - 86_400_000),
        now: recordedAt,
        tooEarly: 'family_part_follows_its_agreement',
      })
      const open = agreement.amountCents - (await receivedFor(tx, agreement.id))
      if (amount > open) throw new Refusal('family_part_stays_within_its_agreement', { open }, 'amount')

      const receiptId = randomUUID()
      await tx.copayReceipt.create({
        data: {
          id: receiptId,
          agreementId: agreement.id,
          amountCents: amount,
          method: received.method,
          reference: received.reference,
          receivedBy: staff.id,
          occurredAt: at,
        },
      })
      await postTransfers(tx, {
        source: { kind: 'copay_receipt', id: receiptId },
        occurredAt: at,
        transfers: copayReceived({ fundId: agreement.fundId, agreementId: agreement.id, amount }),
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.received',
        subject: 'copay_agreement',
        subjectId: agreement.id,
        fundId: agreement.fundId,
        detail: { amountCents: amount.toString() },
      })
      return { receiptId }
    },
  )
}
