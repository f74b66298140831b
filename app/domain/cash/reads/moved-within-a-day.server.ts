import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from '../cash.ts'
import { relatedWithinHours } from '../large-cash.ts'

/**
 * Cents that were moved between cash boxes and the bank within a day before a moment, by where they went. Of all funds that
 * the reader has: to the bank they are one customer, who pays in and draws out. What waits for its signature was moved by one
 * person's word, and counts.
 */
export async function movedWithinADay(tx: Tx, at: Date): Promise<Record<CashPlace, bigint>> {
  const rows = await tx.$queryRaw<{ to: CashPlace; cents: bigint }[]>`
    select m.moved_to as "to", sum(m.amount_cents)::bigint as cents from cash_move m
     where m.occurred_at > ${at}::timestamptz - make_interval(hours => ${relatedWithinHours}) and m.occurred_at <= ${at}
       and not exists (select from cash_move_answer x where x.move_id = m.id and x.answer <> 'signed')
     group by m.moved_to`
  const moved = new Map(rows.map(({ to, cents }) => [to, cents]))
  return { bank: moved.get('bank') ?? 0n, cash_box: moved.get('cash_box') ?? 0n }
}
