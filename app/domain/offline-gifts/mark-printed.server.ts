import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openOfflineGift } from './open-offline-gift.server.ts'

/** That the paper of a giver without an address was printed, to go by post. Refuses `only_what_is_not_mailed_is_printed`. */
export async function markPrinted(act: { staff: ActingStaff; paymentId: string }): Promise<void> {
  const { staff, paymentId } = act
  const attempted = { staff, action: 'offline.printed', subject: 'payment', subjectId: paymentId }
  await attempt(attempted, async (tx) => {
    const gift = await openOfflineGift(tx, { paymentId, staff, action: 'offline:enter' })
    const receipt = await tx.receipt.findUnique({ where: { paymentId } })
    if (!receipt || receipt.mailId) throw new Refusal('only_what_is_not_mailed_is_printed')
    await tx.receiptPrinting.create({ data: { paymentId, printedBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'offline.printed' },
      ...{ subject: 'payment', subjectId: paymentId, fundId: gift.fundId },
      detail: { receipt: String(receipt.number) },
    })
  })
}
