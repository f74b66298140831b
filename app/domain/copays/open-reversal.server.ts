import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ReversalStanding } from './acts.ts'
import type { ReversalReason } from './copay.ts'
import { openAgreement } from './open-agreement.server.ts'

type Agreement = Awaited<ReturnType<typeof openAgreement>>['agreement']

export type OpenedReceipt = {
  id: string
  /** In cents. */
  amount: bigint
  reference: string
  at: Date
  agreement: Agreement
  roles: Role[]
}

/** What was received, with its agreement, under the lock of the fund's bank. Refuses (`agreement_unknown`) what the scope hides. */
export async function openReceipt(
  tx: Tx,
  of: { receiptId: string; staffId: string },
): Promise<OpenedReceipt> {
  const receipt = await tx.copayReceipt.findUnique({ where: { id: of.receiptId } })
  if (!receipt) throw new Refusal('agreement_unknown')
  const { agreementId, id, amountCents, reference, occurredAt } = receipt
  const opened = await openAgreement(tx, { agreementId, staffId: of.staffId })
  return { ...opened, id, amount: amountCents, reference, at: occurredAt }
}

/** What is asked to be taken back, with its receipt, under the same lock. */
export async function openReversal(
  tx: Tx,
  of: { reversalId: string; staffId: string },
): Promise<{
  receipt: OpenedReceipt
  reason: ReversalReason
  /** A day of the organization's, as `2026-11-21`. */
  happenedOn: string
  standing: ReversalStanding
}> {
  const asked = await tx.copayReversal.findUnique({ where: { id: of.reversalId } })
  if (!asked) throw new Refusal('agreement_unknown')
  const receipt = await openReceipt(tx, { receiptId: asked.receiptId, staffId: of.staffId })
  const decided = await tx.copayReversalDecision.count({ where: { reversalId: asked.id } })
  return {
    receipt,
    reason: asked.reason as ReversalReason,
    happenedOn: asked.happenedOn.toISOString().slice(0, 10),
    standing: { askedBy: asked.askedBy, isDecided: decided > 0 },
  }
}
