import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { copayReceived } from '#app/domain/ledger/transfers/copay.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { receivedAt } from '#app/domain/remittances/received-at.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotReversal } from './acts.ts'
import { heldFor } from './family-part.server.ts'
import { type OpenedReceipt, openReversal } from './open-reversal.server.ts'

/**
 * The second person: the transfer of the receipt is undone by one that names it. Refuses (`taken_back_is_still_held`) what was
 * posted or paid out meanwhile: that much of the money went on, and is settled with the family otherwise.
 */
export async function confirmReversal(act: {
  staff: ActingStaff
  reversalId: string
  /** A fresh proof of presence, bound to this reversal. */
  stepUpId: string
}): Promise<void> {
  const { staff, reversalId, stepUpId } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'copay.reversed', subject: 'copay_reversal', subjectId: reversalId }
  await attempt(attempted, async (tx) => {
    const { receipt, reason, happenedOn, standing } = await openReversal(tx, {
      ...{ reversalId, staffId: staff.id },
    })
    const { agreement, roles } = receipt
    const refusal = whyNotReversal('confirm', standing, { id: staff.id, roles })
    if (refusal) throw refusal
    const { held } = await heldFor(tx, agreement.id)
    if (receipt.amount > held) throw new Refusal('taken_back_is_still_held', { held })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.takeBackReceipt(reversalId) })

    const at = now()
    await tx.copayReversalDecision.create({
      data: { reversalId, decision: 'confirmed', decidedBy: staff.id, stepUpId, occurredAt: at },
    })
    await postTransfers(tx, {
      source: { kind: 'copay_reversal', id: reversalId },
      occurredAt: receivedAt(happenedOn, timezone, at),
      transfers: await undone(tx, receipt),
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'copay.reversed' },
      ...{ subject: 'copay_agreement', subjectId: agreement.id, fundId: agreement.fundId },
      detail: { reason, amountCents: receipt.amount.toString() },
    })
  })
}

async function undone(tx: Tx, { id, amount, agreement }: OpenedReceipt): Promise<Transfer[]> {
  const [original] = await tx.$queryRaw<{ id: bigint }[]>`
    select t.id from ledger_transfer t where t.source_kind = 'copay_receipt' and t.source_id = ${id}`
  if (!original) throw new Error('what was received is booked')
  const { fundId, id: agreementId } = agreement
  return copayReceived({ fundId, agreementId, amount: cents(amount) }).map((transfer) => ({
    ...reverse(transfer),
    reverses: original.id,
  }))
}
