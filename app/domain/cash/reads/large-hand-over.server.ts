import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { isLargeCash, type LargeHandOver, relatedWithinHours } from '../large-cash.ts'
import { movedWithinADay } from './moved-within-a-day.server.ts'
import { relatedCash } from './related-cash.server.ts'

type Of = {
  disbursementIds: string[]
  /** Cases of what is not written down yet. */
  caseCodes?: string[]
  /** Their whole sum, with a family's part. */
  together: bigint
  /** When it is handed over; now where nothing is said. */
  at?: Date | undefined
}

/**
 * What would be handed over within a day if these were paid in cash, with what went for the same people, or out of the bank for
 * anyone. Cash that is out for them already is the same cash.
 */
export async function largeHandOver(tx: Tx, of: Of): Promise<LargeHandOver> {
  const { disbursementIds, caseCodes = [], together, at = now() } = of
  const related = await relatedCash(tx, {
    ...{ posterId: null, disbursementIds, caseCodes, at, exceptAdvanceId: null },
  })
  const { cash_box: drawn } = await movedWithinADay(tx, at)
  const [out] = await tx.$queryRaw<{ all: bigint; ofBank: bigint }[]>`
    select coalesce(sum(a.amount_cents), 0)::bigint as "all",
           coalesce(sum(a.amount_cents) filter (where a.source = 'bank'), 0)::bigint as "ofBank" from advance a
     where exists (select from advance_cover v where v.advance_id = a.id and v.disbursement_id = any(${disbursementIds}::uuid[]))
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)
       and a.occurred_at > ${at}::timestamptz - make_interval(hours => ${relatedWithinHours}) and a.occurred_at <= ${at}`
  const forThem = withThese(together, { within: related, ofThese: out?.all ?? 0n })
  const ofBank = withThese(together, { within: drawn, ofThese: out?.ofBank ?? 0n })
  const ofOthers = ofBank - forThem
  const atBank = ofOthers > 0n ? ofBank : forThem
  return { largeCents: ifLarge(forThem), largeAtBankCents: ifLarge(atBank) }
}

const withThese = (together: bigint, of: { within: bigint; ofThese: bigint }): bigint =>
  of.ofThese > together ? of.within : of.within - of.ofThese + together

const ifLarge = (cents: bigint): bigint | null => (isLargeCash(cents) ? cents : null)
