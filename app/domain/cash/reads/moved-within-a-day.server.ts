import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from '../cash.ts'
import { relatedWithinHours } from '../large-cash.ts'

/**
 * Cents of cash that passed the bank's counter within a day before a moment. `bank`: into it, from a box, back from a poster, of
 * a family or of donors; of a deposit of gifts only the day is known, and noon of it counts.
 * `cash_box`: out of it, into a box or to a poster, a family or a clerk. Of all funds that the reader has: to the bank they are one customer, who
 * pays in and draws out. What waits for its signature was moved by one person's word, and counts.
 */
export async function movedWithinADay(tx: Tx, at: Date): Promise<Record<CashPlace, bigint>> {
  const rows = await tx.$queryRaw<{ to: CashPlace; cents: bigint }[]>`
    with went as (
      select m.moved_to as put_to, m.amount_cents, m.occurred_at from cash_move m
       where not exists (select from cash_move_answer x where x.move_id = m.id and x.answer <> 'signed')
      union all
      select r.brought_to, r.amount_cents, r.occurred_at from advance_return r
       where r.brought_to = 'bank'
         and not exists (select from advance_return_answer x where x.return_id = r.id and x.answer <> 'signed')
      union all
      select 'cash_box', a.amount_cents, a.occurred_at from advance a
       where a.source = 'bank' and not exists (select from advance_withdrawal w where w.advance_id = a.id)
      union all
      select 'cash_box', handed_over_cents(p.id), p.occurred_at from disbursement_payment p
       where p.method = 'cash' and not exists (select from advance_payment x where x.payment_id = p.id)
      union all
      select 'cash_box', p.amount_cents, y.occurred_at from copay_payout_payment y join copay_payout p on p.id = y.payout_id
       where y.method = 'cash'
      union all
      select 'bank', r.amount_cents, r.occurred_at from copay_receipt r
       where r.method = 'cash' and copay_receipt_stands(r.id)
      union all
      select 'bank', l.amount_cents,
             least((b.deposited_on + time '12:00') at time zone (select o.timezone from organization o), b.occurred_at)
        from offline_batch_line l join offline_batch b on b.id = l.batch_id
       where l.gift_kind = 'cash' and b.kept_in = 'bank' and b.state <> 'withdrawn')
    select put_to as "to", sum(amount_cents)::bigint as cents from went
     where occurred_at > ${at}::timestamptz - make_interval(hours => ${relatedWithinHours}) and occurred_at <= ${at}
     group by put_to`
  const moved = new Map(rows.map(({ to, cents }) => [to, cents]))
  return { bank: moved.get('bank') ?? 0n, cash_box: moved.get('cash_box') ?? 0n }
}
