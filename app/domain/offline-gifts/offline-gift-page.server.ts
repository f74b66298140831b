import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { type GiftKind, paperOf } from '#app/domain/receipts/gift-kind.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { inTransaction } from '#app/platform/db.ts'
import { leftOfGift } from './left-of-gift.server.ts'

export type OfflineGiftPage = NonNullable<Awaited<ReturnType<typeof offlineGiftPage>>>

/**
 * One booked offline gift: where it was entered, its paper and who printed it, and what of it was undone. Null where one of its
 * funds is not this person's to read, or it came by card.
 */
export async function offlineGiftPage(of: { paymentId: string; staff: Reader }) {
  const { paymentId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const payment = await tx.payment.findFirst({
      where: { id: paymentId, offlineLineId: { not: null } },
      include: {
        intent: true,
        receipt: true,
        offlineLine: true,
        donations: { orderBy: { fundId: 'asc' } },
        donor: { select: { erasedAt: true } },
        receiptPrintings: {
          orderBy: { occurredAt: 'asc' },
          include: { printedByStaff: { select: { name: true } } },
        },
        offlineReversals: {
          orderBy: { occurredAt: 'asc' },
          include: {
            askedByStaff: { select: { name: true } },
            offlineReversalParts: { orderBy: { fundId: 'asc' } },
            offlineReversalDecision: { include: { decidedByStaff: { select: { name: true } } } },
          },
        },
      },
    })
    const mayIn = (action: Action) =>
      payment?.donations.every(({ fundId }) => may(rolesIn(staff, fundId), action)) ?? false
    if (!payment?.offlineLine || !mayIn('offline:read')) return null
    const { intent, receipt, offlineLine: line, donations } = payment
    const names = await fundNames(tx, {
      fundIds: donations.map(({ fundId }) => fundId),
      language: staff.language,
    })
    const reversals = payment.offlineReversals.map((one) => ({
      ...{ id: one.id, reason: one.reason, fee: one.feeCents, happenedOn: one.happenedOn },
      parts: one.offlineReversalParts.map(({ fundId, amountCents }) => ({
        ...{ fund: names.get(fundId) ?? '', amount: amountCents },
      })),
      ...{ askedBy: one.askedByStaff.name, askedAt: one.occurredAt, isOwn: one.askedBy === staff.id },
      decision: one.offlineReversalDecision && {
        kind: one.offlineReversalDecision.decision,
        by: one.offlineReversalDecision.decidedByStaff.name,
        at: one.offlineReversalDecision.occurredAt,
      },
    }))
    const waits = reversals.find(({ decision }) => !decision) ?? null
    const left = await leftOfGift(tx, payment.id)
    const leftCents = [...left.values()].reduce((sum, cents) => sum + cents, 0n)
    const isUndone = leftCents === 0n
    const kind = payment.giftKind as GiftKind
    const hasPaper = receipt !== null && receipt.mailId === null && !payment.donor.erasedAt
    return {
      ...{ id: payment.id, batchId: line.batchId, kind, paper: paperOf[kind], donor: intent.name },
      ...{ amount: payment.amountCents, receiptNumber: String(payment.receiptNumber) },
      ...{ receivedOn: line.receivedOn, reference: line.reference, sponsor: line.sponsor, memo: line.memo },
      ...{ ticker: line.ticker, shares: line.shares?.toString() ?? '', language: intent.language },
      parts: donations.map(({ fundId, giftCents }) => ({
        ...{ fundId, fund: names.get(fundId) ?? '', amount: giftCents, left: left.get(fundId) ?? 0n },
      })),
      sentBy: receipt === null ? 'waiting' : receipt.mailId === null ? 'post' : 'mail',
      printings: payment.receiptPrintings.map(({ occurredAt, printedByStaff }) => ({
        ...{ by: printedByStaff.name, at: occurredAt },
      })),
      ...{ reversals, waits, left: leftCents },
      ...{ isUndone, isLess: !isUndone && leftCents < payment.amountCents },
      may: {
        // Undone, the paper says that it no longer counts.
        print: hasPaper && mayIn('offline:enter'),
        ask: !waits && !isUndone && mayIn('offline:reverse'),
        decide: waits !== null && mayIn('offline:reverse'),
        seeGift: mayIn('donations:read'),
      },
    }
  })
}
