import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { KeptReceiptReason } from './kept-receipt.ts'

/**
 * Keeps who opens what the receipt of an erased donor says, and why, before anything of it is shown. The database knows whether
 * they answer for all of its funds. Refuses `kept_receipt_is_gone`, `kept_receipt_is_of_their_funds`,
 * `kept_receipt_reason_is_true` and `step_up_is_fresh_and_bound`.
 */
export async function openKeptReceipt(of: {
  staff: { id: string; fundIds: string[] }
  paymentId: string
  reason: KeptReceiptReason
  stepUpId: string
}): Promise<{ lookId: string }> {
  const { staff, paymentId, reason, stepUpId } = of
  const act = { action: 'kept_receipt.opened', subject: 'payment', subjectId: paymentId }
  return attempt({ staff, ...act }, async (tx) => {
    const donation = await tx.donation.findFirst({ where: { paymentId }, orderBy: { fundId: 'asc' } })
    if (!donation) throw new Refusal('kept_receipt_is_gone')
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id },
      boundTo: boundTo.openKeptReceipt({ paymentId, reason }),
    })
    const lookId = randomUUID()
    await tx.keptReceiptLook.create({
      data: { id: lookId, paymentId, reason, staffId: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, fundId: donation.fundId, detail: { reason } },
    })
    return { lookId }
  })
}
