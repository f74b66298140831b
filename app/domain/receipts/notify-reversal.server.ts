import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization, taxProfileOf } from '#app/domain/organization/mail-organization.ts'
import type { Organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RefundNoticeProps } from '#emails/refund-notice.tsx'
import { type GiftKind, paperOf } from './gift-kind.ts'
import { describedGift, type SettledPayment } from './receipt-facts.server.ts'
import { receiptAddress, receiptLanguage } from './receipt-name.ts'

/**
 * Tells the giver of a check, cash or grant that was undone that its receipt no longer counts: once. Where no address
 * was given with it, a person prints the paper that says so. Nothing for a gift by card: its refund or dispute has a notice.
 */
export async function notifyReversal(
  tx: Tx,
  { payment, entity }: { payment: SettledPayment; entity: Organization },
): Promise<void> {
  const reversal = await tx.offlineReversal.findFirst({
    where: { paymentId: payment.id, offlineReversalDecision: { decision: 'confirmed' } },
    include: { offlineReversalDecision: { select: { occurredAt: true } } },
  })
  const { intent, donor } = payment
  if (!reversal?.offlineReversalDecision || intent.email === '' || donor.erasedAt) return
  const language = receiptLanguage(payment)
  const description = describedGift(payment, language)
  await queueMail(tx, {
    message: 'refund-notice',
    dedupeKey: `offline-reversal:${reversal.id}`,
    to: receiptAddress(payment),
    donorId: payment.donorId,
    language,
    props: {
      organization: mailOrganization(entity),
      taxProfile: taxProfileOf(entity),
      donorName: intent.name,
      receiptNumber: String(payment.receiptNumber),
      amountCents: String(payment.amountCents),
      remainingCents: '0',
      refundedAt: reversal.offlineReversalDecision.occurredAt.toISOString(),
      card: null,
      daysToArrive: { least: 5, most: 10 },
      letter: paperOf[payment.giftKind as GiftKind] !== 'receipt',
      ...(description ? { description } : {}),
      undone: reversal.reason as NonNullable<RefundNoticeProps['undone']>,
    },
  })
}
