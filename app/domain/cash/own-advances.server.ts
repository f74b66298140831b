import type { Tx } from '#app/platform/db.ts'

/**
 * The advances that the reader carries or is about to, with their funds. Answers in the narrow scope of a poster alone, who
 * sees no advance there: what one is for, and how it stands, takes the whole fund to know.
 */
export const ownAdvances = (tx: Tx): Promise<{ id: string; fundId: string }[]> =>
  tx.$queryRaw`select advance_id as id, fund_id as "fundId" from readers_advances()`

export type CarriedCash = { disbursementId: string; advanceId: string }

/** The advances out of whose cash this poster was to post these and still could; none where they carry none for them. */
export const carriedFor = (
  tx: Tx,
  of: { posterId: string; disbursementIds: string[] },
): Promise<CarriedCash[]> =>
  tx.$queryRaw<CarriedCash[]>`
    select distinct on (v.disbursement_id) v.disbursement_id as "disbursementId", a.id as "advanceId"
      from advance_cover v join advance a on a.id = v.advance_id
     where v.disbursement_id = any(${of.disbursementIds}::uuid[]) and a.poster_id = ${of.posterId}::uuid
       and cash_is_out(v.disbursement_id) and advance_left_cents(a.id) > 0
       and not exists (select from posting_attempt x
                        where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
     order by v.disbursement_id`
