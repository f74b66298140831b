import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotConfirm } from './acts.ts'
import { isOverdue } from './envelope.ts'
import { lockEnvelope } from './open-envelope-act.server.ts'

/** Someone else holds the receipt of a draw in their hands. Late is better than never: it lets a frozen envelope go on. */
export async function confirmDraw(act: {
  staff: ActingStaff
  disbursementId: string
  /** A fresh proof of presence, bound to this draw and its sum. */
  stepUpId: string
}): Promise<void> {
  const { staff, disbursementId, stepUpId } = act
  const at = now()
  const attempted = { action: 'envelope.draw_confirmed', subject: 'disbursement', subjectId: disbursementId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const seen = await tx.envelopeDraw.findUnique({ where: { disbursementId } })
    if (!seen) throw new Refusal('draw_unknown')
    const { fundId } = await lockEnvelope(tx, seen.envelopeId)
    const confirmation = await tx.envelopeDrawConfirmation.findUnique({ where: { disbursementId } })
    const draw = { ...seen, amount: seen.amountCents, confirmed: confirmation !== null }
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId })
    const refusal = whyNotConfirm(draw, { id: staff.id, roles })
    if (refusal) throw refusal

    await tx.envelopeDrawConfirmation.create({
      data: { disbursementId, confirmedBy: staff.id, stepUpId, occurredAt: at },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'envelope.draw_confirmed',
      subject: 'disbursement',
      subjectId: disbursementId,
      fundId,
      detail: { late: isOverdue(draw, at), amountCents: draw.amount.toString() },
    })
  })
}
