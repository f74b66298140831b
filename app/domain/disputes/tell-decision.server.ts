import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization, taxProfileOf } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { receiptAddress, receiptLanguage, receiptName } from '#app/domain/receipts/receipt-name.ts'
import { wentBack } from '#app/domain/receipts/went-back.server.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * What a bank decided, once: administrators of each fund hear it either way; the giver hears of a gift that was taken back,
 * for their receipt counts for less or for nothing. One that they keep counts as it did: nothing to tell.
 */
export async function tellDecision({ disputeId }: { disputeId: string }): Promise<void> {
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { state, payment, ...dispute } = await tx.dispute.findUniqueOrThrow({
      where: { id: disputeId },
      include: {
        payment: { include: { intent: true, donor: true, donations: { orderBy: { fundId: 'asc' } } } },
      },
    })
    if (state === 'open') return
    for (const { fundId } of payment.donations) {
      await tellAdministrators(tx, {
        ...{ fundId, event: state === 'lost' ? 'dispute_lost' : 'dispute_won', by: null },
        ...{ key: disputeId, amountCents: dispute.amountCents },
        path: `/admin/disputes/${disputeId}`,
      })
    }
    if (state !== 'lost') return
    const { refunded, lost } = await wentBack(tx, payment.id)
    const left = payment.amountCents - refunded - lost
    await queueMail(tx, {
      message: 'dispute-notice',
      dedupeKey: `dispute-lost:${disputeId}`,
      to: receiptAddress(payment),
      donorId: payment.donorId,
      language: receiptLanguage(payment),
      props: {
        organization: mailOrganization(entity),
        taxProfile: taxProfileOf(entity),
        donorName: receiptName(payment),
        receiptNumber: String(payment.receiptNumber),
        amountCents: String(dispute.amountCents),
        remainingCents: String(left > 0n ? left : 0n),
        askedAt: dispute.occurredAt.toISOString(),
        card: payment.cardLast4 ? { brand: payment.cardBrand ?? 'card', last4: payment.cardLast4 } : null,
      },
    })
  })
}
