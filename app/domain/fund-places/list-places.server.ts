import type { Tx } from '#app/platform/db.ts'
import type { EndingReason } from './place.ts'

export type ServedPlace = {
  id: string
  fundId: string
  place: string
  /** Where one person proposed that the fund stops serving it, and nobody has decided yet. */
  ending: {
    id: string
    reason: EndingReason
    proposedById: string
    proposedBy: string
    occurredAt: string
  } | null
}

/** The places that the reader's funds serve now, by name. */
export const listPlaces = (tx: Tx): Promise<ServedPlace[]> =>
  tx.$queryRaw<ServedPlace[]>`
    select p.id, p.fund_id as "fundId", p.place,
           (select jsonb_build_object('id', e.id, 'reason', e.reason, 'proposedById', s.id, 'proposedBy', s.name,
                     'occurredAt', e.occurred_at)
              from fund_place_ending e join staff s on s.id = e.proposed_by
             where e.fund_place_id = p.id
               and not exists (select from fund_place_ending_decision d where d.ending_id = e.id)) as ending
      from fund_place p where place_ended_at(p.id) is null order by p.place, p.fund_id`
