import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from '../cash.ts'
import { relatedWithinHours } from '../large-cash.ts'

/**
 * Cents that were moved between cash boxes and the bank within a day before a moment, by where they went. Of all funds that
 * the reader has: to the bank they are one customer, who pays in and draws out.
 */
export async function movedWithinADay(tx: Tx, at: Date): Promise<Record<CashPlace, bigint>> {
  const rows = await tx.$queryRaw<{ to: CashPlace; cents: bigint }[]>`
    select moved_to as "to", sum(amount_cents)::bigint as cents from cash_move
     where occurred_at > ${at}::timestamptz - make_interval(hours => ${relatedWithinHours}) and occurred_at <= ${at}
     group by moved_to`
  const moved = new Map(rows.map(({ to, cents }) => [to, cents]))
  return { bank: moved.get('bank') ?? 0n, cash_box: moved.get('cash_box') ?? 0n }
}
