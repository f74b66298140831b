import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ReversalPart, ReversalReason } from './offline-gift.ts'
import { type OpenedGift, openOfflineGift } from './open-offline-gift.server.ts'

export type OpenedReversal = {
  id: string
  reason: ReversalReason
  fee: Cents
  /** A day of the organization's, as `2026-11-21`. */
  happenedOn: string
  askedBy: string
  gift: OpenedGift
  /** What of it goes back, in the order in which funds are locked. */
  parts: ReversalPart[]
}

/** A reversal that waits for its second person, with its gift locked. Refuses `reversal_unknown` and `reversal_is_decided_once`. */
export async function openReversal(
  tx: Tx,
  of: { reversalId: string; staff: { id: string; fundIds: string[] } },
): Promise<OpenedReversal> {
  const asked = await tx.offlineReversal.findUnique({
    where: { id: of.reversalId },
    include: { offlineReversalParts: { orderBy: { fundId: 'asc' } } },
  })
  if (!asked) throw new Refusal('reversal_unknown')
  const gift = await openOfflineGift(tx, {
    ...{ paymentId: asked.paymentId, staff: of.staff, action: 'offline:reverse' },
  })
  const decided = await tx.offlineReversalDecision.count({ where: { reversalId: asked.id } })
  if (decided > 0) throw new Refusal('reversal_is_decided_once')
  return {
    ...{ id: asked.id, reason: asked.reason as ReversalReason, fee: cents(asked.feeCents), gift },
    ...{ happenedOn: asked.happenedOn.toISOString().slice(0, 10), askedBy: asked.askedBy },
    parts: asked.offlineReversalParts.map(({ fundId, amountCents }) => ({
      fundId,
      amount: cents(amountCents),
    })),
  }
}
