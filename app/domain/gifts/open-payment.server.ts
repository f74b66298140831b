import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockPayment } from './lock-payment.server.ts'

export type OpenedPayment = {
  id: string
  chargeId: string
  amountCents: bigint
  occurredAt: Date
  recurringDonationId: string | null
  /** In the order in which refunds and disputes are divided. */
  parts: { fundId: string; giftCents: bigint; feeCoverCents: bigint }[]
  /** Refunded and not come back, in cents. */
  refundedCents: bigint
  /** The fund under which the audit keeps what is done with this payment: where most of it went. */
  fundId: string
}

/**
 * How every act on a gift begins: its payment locked, as the mirror locks it. A gift of several funds is decided by someone
 * who may in each of them. Refuses `gift_unknown`, where none of its funds is theirs, `role_may_not`, and
 * `stripe_gives_back_what_it_took` for a gift that did not come by card.
 */
export async function openPayment(
  tx: Tx,
  of: { paymentId: string; staff: { id: string; fundIds: string[] }; action: Action },
): Promise<OpenedPayment> {
  const payment = await tx.payment.findFirst({
    where: { id: of.paymentId, donations: { some: { fundId: { in: of.staff.fundIds } } } },
  })
  if (!payment) throw new Refusal('gift_unknown')
  await lockPayment(tx, payment.id)
  const parts = await tx.donation.findMany({
    where: { paymentId: payment.id },
    orderBy: { fundId: 'asc' },
    select: { fundId: true, giftCents: true, feeCoverCents: true },
  })
  for (const { fundId } of parts) {
    const roles = await rolesInFund(tx, { staffId: of.staff.id, fundId })
    if (!may(roles, of.action)) throw new Refusal('role_may_not')
  }
  const { id, chargeId, amountCents, occurredAt, recurringDonationId } = payment
  if (chargeId === null) throw new Refusal('stripe_gives_back_what_it_took')
  const refunded = await tx.refund.aggregate({
    where: { paymentId: payment.id, failedTxnId: null },
    _sum: { amountCents: true },
  })
  return {
    ...{ id, chargeId, amountCents, occurredAt, recurringDonationId, parts },
    refundedCents: refunded._sum.amountCents ?? 0n,
    fundId: parts.toSorted((a, b) => Number(b.giftCents - a.giftCents))[0]?.fundId ?? '',
  }
}
