import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization, taxProfileOf } from '#app/domain/organization/mail-organization.ts'
import type { Organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RefundNoticeProps } from '#emails/refund-notice.tsx'
import { type GiftKind, paperOf } from './gift-kind.ts'
import { describedGift, type SettledPayment } from './receipt-facts.server.ts'
import { receiptAddress, receiptLanguage } from './receipt-name.ts'

/**
 * Tells the giver of a check, cash or grant of each time that it was undone, whole or in part, and what their paper counts for
 * since: once each. Where no address was given with it, a person prints the paper that says so. Nothing for a gift by card: its
 * refund or dispute has a notice.
 */
export async function notifyReversals(
  tx: Tx,
  { payment, entity }: { payment: SettledPayment; entity: Organization },
): Promise<void> {
  if (payment.intent.email === '' || payment.donor.erasedAt) return
  const reversals = await confirmedReversals(tx, payment.id)
  let remaining = payment.amountCents
  for (const reversal of reversals) {
    remaining -= reversal.cents
    await notifyReversal(tx, { payment, entity, reversal, remaining })
  }
}

type Reversal = { id: string; reason: NonNullable<RefundNoticeProps['undone']>; cents: bigint; at: Date }

/** In the order in which they were confirmed. */
const confirmedReversals = (tx: Tx, paymentId: string) => tx.$queryRaw<Reversal[]>`
  select o.id, o.reason, d.occurred_at as at,
         (select sum(x.amount_cents) from offline_reversal_part x where x.reversal_id = o.id)::bigint as cents
    from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
   where o.payment_id = ${paymentId}::uuid order by d.recorded_at, o.id`

async function notifyReversal(
  tx: Tx,
  of: { payment: SettledPayment; entity: Organization; reversal: Reversal; remaining: bigint },
): Promise<void> {
  const { payment, entity, reversal, remaining } = of
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
      donorName: payment.intent.name,
      receiptNumber: String(payment.receiptNumber),
      amountCents: String(reversal.cents),
      remainingCents: String(remaining),
      refundedAt: reversal.at.toISOString(),
      card: null,
      daysToArrive: { least: 5, most: 10 },
      letter: paperOf[payment.giftKind as GiftKind] !== 'receipt',
      ...(description ? { description } : {}),
      undone: reversal.reason,
      ...(reversal.cents < payment.amountCents ? { inPart: reversal.reason === 'given_back' } : {}),
    },
  })
}
