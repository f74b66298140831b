import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { isLargeCash } from '../large-cash.ts'
import { relatedCash } from './related-cash.server.ts'

/**
 * Cents that would be handed over within a day if these were paid in cash now, `together` being their whole sum with a family's
 * part; null where a bank or a clerk need not report that much. Cash that is out for them already is the same cash.
 */
export async function largeHandOver(
  tx: Tx,
  of: { disbursementIds: string[]; together: bigint },
): Promise<bigint | null> {
  const { disbursementIds, together } = of
  const related = await relatedCash(tx, {
    ...{ posterId: null, disbursementIds, at: now(), exceptAdvanceId: null },
  })
  const out = await tx.$queryRaw<{ cents: bigint }[]>`
    select coalesce(sum(a.amount_cents), 0)::bigint as cents from advance a
     where exists (select from advance_cover v where v.advance_id = a.id and v.disbursement_id = any(${disbursementIds}::uuid[]))
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)
       and a.occurred_at > ${now()}::timestamptz - interval '1 day'`
  const outForThem = out[0]?.cents ?? 0n
  const cents = outForThem > together ? related : related - outForThem + together
  return isLargeCash(cents) ? cents : null
}
