import type { Tx } from '#app/platform/db.ts'

/**
 * What a match booked is named, or taken back, with the day on which the bank wrote it, so that the month it fell in can be
 * closed at zero; with today where that month is closed.
 */
export async function whenBooked(tx: Tx, matchId: string, today: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    select t.occurred_at as at from ledger_transfer t
     where t.source_kind = 'bank_match' and t.source_id = ${matchId}
       and t.occurred_at >= coalesce(books_closed_through(), '-infinity')`
  return row?.at ?? today
}
