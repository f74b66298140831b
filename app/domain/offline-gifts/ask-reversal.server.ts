import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { ReversalPart, ReversalReason } from './offline-gift.ts'
import { openOfflineGift } from './open-offline-gift.server.ts'
import { partsGoingBack, sumOf } from './parts-going-back.ts'

/**
 * A booked gift is to be undone: its check came back, it is given back, whole or in part, or it was entered wrongly. Moves nothing
 * until another person confirms it; one is asked after the other, until nothing of the gift is left. Answers the id of what is asked.
 */
export async function askReversal(act: {
  staff: ActingStaff
  paymentId: string
  reason: ReversalReason
  /** What the bank asks for a returned check. */
  fee: Cents
  /** A day of the organization's, as `2026-11-21`. */
  happenedOn: string
  /** What goes back out of each fund; all that is left where nothing is named. */
  parts?: readonly ReversalPart[]
}): Promise<{ reversalId: string }> {
  const { staff, paymentId, reason, fee, happenedOn, parts = [] } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'offline.reversal_asked', subject: 'payment', subjectId: paymentId }
  return attempt(attempted, async (tx) => {
    const gift = await openOfflineGift(tx, { paymentId, staff, action: 'offline:reverse' })
    if (reason === 'returned_by_bank' && gift.kind !== 'check') {
      throw new Refusal('only_a_check_comes_back', {}, 'reason')
    }
    if (fee > 0n && reason !== 'returned_by_bank') throw new Refusal('only_a_bank_asks_a_fee', {}, 'fee')
    if (happenedOn < gift.depositedOn || happenedOn > dayOf(now(), timezone)) {
      throw new Refusal('reversal_follows_its_deposit', {}, 'happenedOn')
    }
    const waiting = await tx.offlineReversal.count({ where: { paymentId, offlineReversalDecision: null } })
    if (waiting > 0) throw new Refusal('gift_is_reversed_once')
    const goingBack = partsGoingBack(gift, { reason, parts })

    const { id } = await tx.offlineReversal.create({
      data: {
        ...{ paymentId, reason, feeCents: fee, happenedOn: new Date(happenedOn) },
        ...{ askedBy: staff.id, occurredAt: now() },
      },
    })
    await tx.offlineReversalPart.createMany({
      data: goingBack.map(({ fundId, amount }) => ({ reversalId: id, fundId, amountCents: amount })),
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'offline.reversal_asked' },
      ...{ subject: 'payment', subjectId: paymentId, fundId: gift.fundId },
      detail: { reason, amountCents: sumOf(goingBack).toString(), feeCents: fee.toString() },
    })
    return { reversalId: id }
  })
}
