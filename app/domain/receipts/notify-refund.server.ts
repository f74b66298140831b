import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization, taxProfileOf } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { receiptAddress, receiptLanguage, receiptName } from './receipt-name.ts'
import { wentBack } from './went-back.server.ts'

/** Tells the giver that money went back to their card: once per refund, wherever it was started. */
export async function notifyRefund({ refundId }: { refundId: string }): Promise<void> {
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const refund = await tx.refund.findUniqueOrThrow({
      where: { id: refundId },
      include: { payment: { include: { intent: true, donor: true } } },
    })
    const { payment } = refund
    const { refunded, lost } = await wentBack(tx, payment.id)
    const left = payment.amountCents - refunded - lost
    await queueMail(tx, {
      message: 'refund-notice',
      dedupeKey: `refund:${refundId}`,
      to: receiptAddress(payment),
      donorId: payment.donorId,
      language: receiptLanguage(payment),
      props: {
        organization: mailOrganization(entity),
        taxProfile: taxProfileOf(entity),
        donorName: receiptName(payment),
        receiptNumber: String(payment.receiptNumber),
        amountCents: String(refund.amountCents),
        remainingCents: String(left > 0n ? left : 0n),
        refundedAt: refund.occurredAt.toISOString(),
        card: payment.cardLast4 ? { brand: payment.cardBrand ?? 'card', last4: payment.cardLast4 } : null,
        daysToArrive: { least: 5, most: 10 },
      },
    })
  })
}
