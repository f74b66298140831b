import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { ReversalReason } from './copay.ts'
import { heldFor } from './family-part.server.ts'
import { openReceipt } from './open-reversal.server.ts'

/**
 * What was received of a family is to be taken back, all of it: its check came back, or it was entered wrongly. Moves nothing until
 * another person confirms it; until then it is neither posted nor paid out. Refuses `taken_back_is_still_held` where it went on.
 */
export async function askReversal(act: {
  staff: ActingStaff
  receiptId: string
  reason: ReversalReason
  /** The organization's day on which the bank took it back, or the mistake was seen, as `2026-11-21`. */
  happenedOn: string
}): Promise<{ reversalId: string }> {
  const { staff, receiptId, reason, happenedOn } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'copay.reversal_asked', subject: 'copay_receipt', subjectId: receiptId }
  return attempt(attempted, async (tx) => {
    const { agreement, amount, at, roles } = await openReceipt(tx, { receiptId, staffId: staff.id })
    if (!may(roles, 'copays:work')) throw new Refusal('role_may_not')
    if (happenedOn < dayOf(at, timezone) || happenedOn > dayOf(now(), timezone)) {
      throw new Refusal('taking_back_follows_its_receipt', {}, 'happenedOn')
    }
    const standing = await tx.copayReversal.count({
      where: {
        receiptId,
        OR: [{ copayReversalDecision: null }, { copayReversalDecision: { is: { decision: 'confirmed' } } }],
      },
    })
    if (standing > 0) throw new Refusal('receipt_is_taken_back_once')
    const { unclaimed } = await heldFor(tx, agreement.id)
    if (amount > unclaimed) throw new Refusal('taken_back_is_still_held', { held: unclaimed })

    const { id } = await tx.copayReversal.create({
      data: {
        ...{ receiptId, reason, happenedOn: new Date(happenedOn) },
        ...{ askedBy: staff.id, occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'copay.reversal_asked' },
      ...{ subject: 'copay_agreement', subjectId: agreement.id, fundId: agreement.fundId },
      detail: { reason, amountCents: amount.toString() },
    })
    return { reversalId: id }
  })
}
