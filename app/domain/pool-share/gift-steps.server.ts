import { type CloseWindow, reachedBy } from '#app/domain/transparency/close-window.server.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { GiftStep } from './gift-life.ts'

export type GiftOfDonor = { paymentId: string; donorId: string; steps: GiftStep[] }

/** The rows of a gift in one fund: `gross` and `fee` in cents of each ledger transfer `t` that belongs to it. */
export const giftMovements = (window: CloseWindow): Prisma.Sql => Prisma.sql`
  select m.payment_id, m.is_charge, t.id, t.occurred_at,
         (case when c.code in ('gifts', 'fee_cover', 'dispute_losses') then t.amount_cents else 0 end)
         - (case when d.code in ('gifts', 'fee_cover', 'dispute_losses') then t.amount_cents else 0 end) as gross,
         case when not m.is_charge then 0 when d.code = 'processing_fees' then t.amount_cents
              when c.code = 'processing_fees' then -t.amount_cents else 0 end as fee
    from ledger_transfer t
    join movement_of_payment m on m.txn_id = t.source_id
    join ledger_account d on d.id = t.debit_account_id
    join ledger_account c on c.id = t.credit_account_id
   where t.source_kind in ('stripe_txn', 'offline_gift', 'offline_reversal') and ${reachedBy(window)}`

/**
 * What each pool period did to the chosen gifts, up to the window's end; movements of no earlier period belong to
 * `currentSeq`. One round trip, gifts in no order, their steps in order.
 */
export async function giftSteps(
  read: Read,
  of: { window: CloseWindow; currentSeq: number; payments: Prisma.Sql },
): Promise<GiftOfDonor[]> {
  const rows = await read<{ payment: string; donor: string; seq: number; gross: string; fee: string }>(
    Prisma.sql`
    select m.payment_id::text as payment, p.donor_id::text as donor, coalesce(struck.seq, ${of.currentSeq}::int) as seq,
           sum(m.gross)::bigint::text as gross, sum(m.fee)::bigint::text as fee
      from (${giftMovements(of.window)} and m.payment_id in (${of.payments})) m
      join payment p on p.id = m.payment_id
      left join lateral (
        select min(w.seq) as seq from pool_period w join publication_close c on c.id = w.close_id
         where w.fund_id = ${of.window.fundId}::uuid and w.seq < ${of.currentSeq}::int
           and m.id <= c.through_transfer_id and m.occurred_at <= c.cut_at) struck on true
     group by 1, 2, 3 order by 1, 3`,
  )
  const gifts = new Map<string, GiftOfDonor>()
  for (const { payment, donor, seq, gross, fee } of rows) {
    const gift = gifts.get(payment) ?? { paymentId: payment, donorId: donor, steps: [] }
    gift.steps.push({ seq, gross: BigInt(gross), fee: BigInt(fee) })
    gifts.set(payment, gift)
  }
  return [...gifts.values()]
}
