import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockPayment } from '#app/domain/gifts/lock-payment.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { leftOfGift } from './left-of-gift.server.ts'
import type { OfflineKind } from './offline-gift.ts'

export type OpenedGift = {
  id: string
  kind: OfflineKind
  amount: Cents
  /** A day of the organization's, as `2026-11-21`. */
  depositedOn: string
  /** In the order in which funds are locked; `left` is what of it did not go back yet. */
  parts: { fundId: string; amount: Cents; left: Cents }[]
  /** Where most of it went: what the bank asks for a check is that fund's cost. */
  fundId: string
}

/**
 * How every act on a booked offline gift begins: its payment locked, and the person judged in each of its funds. Refuses
 * `gift_unknown`, where none of its funds is theirs or it came by card, and `role_may_not`.
 */
export async function openOfflineGift(
  tx: Tx,
  of: { paymentId: string; staff: { id: string; fundIds: string[] }; action: Action },
): Promise<OpenedGift> {
  await lockPayment(tx, of.paymentId)
  const payment = await tx.payment.findFirst({
    where: { id: of.paymentId, donations: { some: { fundId: { in: of.staff.fundIds } } } },
    include: { donations: { orderBy: { fundId: 'asc' } } },
  })
  const [deposit] = await tx.$queryRaw<{ on: string }[]>`
    select to_char(b.deposited_on, 'YYYY-MM-DD') as on from payment p join offline_batch_line l on l.id = p.offline_line_id
      join offline_batch b on b.id = l.batch_id where p.id = ${of.paymentId}::uuid`
  if (!payment) throw new Refusal('gift_unknown')
  for (const { fundId } of payment.donations) {
    const roles = await rolesInFund(tx, { staffId: of.staff.id, fundId })
    if (!may(roles, of.action)) throw new Refusal('role_may_not')
  }
  if (!deposit) throw new Refusal('gift_unknown')
  const left = await leftOfGift(tx, payment.id)
  const [most] = payment.donations.toSorted((a, b) => Number(b.giftCents - a.giftCents))
  return {
    ...{ id: payment.id, kind: payment.giftKind as OfflineKind, amount: cents(payment.amountCents) },
    depositedOn: deposit.on,
    parts: payment.donations.map(({ fundId, giftCents }) => ({
      ...{ fundId, amount: cents(giftCents), left: cents(left.get(fundId) ?? 0n) },
    })),
    fundId: most?.fundId ?? '',
  }
}
