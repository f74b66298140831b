import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openPayment } from './open-payment.server.ts'

/** Shows the address that a gift was given with, once, and keeps who looked. Refuses `gift_unknown` and `role_may_not`. */
export async function revealAddress(of: {
  staff: { id: string; fundIds: string[] }
  paymentId: string
}): Promise<string> {
  const { staff, paymentId } = of
  const act = { action: 'donor.address_revealed', subject: 'payment', subjectId: paymentId }
  return attempt({ staff, ...act }, async (tx) => {
    const payment = await openPayment(tx, { paymentId, staff, action: 'donations:reveal' })
    const found = await tx.payment.findUnique({ where: { id: paymentId }, include: { intent: true } })
    if (!found) throw new Refusal('gift_unknown')
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...act, fundId: payment.fundId })
    return found.intent.email
  })
}
