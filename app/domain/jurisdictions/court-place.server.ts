import type { Tx } from '#app/platform/db.ts'
import type { CourtPlace } from './judged-by.ts'

/** By which place a disbursement is judged at a moment. */
export async function courtPlace(
  tx: Tx,
  of: { id: string | null; fundId: string; at: Date },
): Promise<CourtPlace> {
  const [row] = await tx.$queryRaw<CourtPlace[]>`
    select place_of_disbursement(${of.id}::uuid) as place,
           array(select distinct p.place from fund_place p
                  where p.fund_id = ${of.fundId}::uuid and ${of.at}::timestamptz < coalesce(place_ended_at(p.id), 'infinity')
                  order by 1) as served,
           array(select place from places_to_say(${of.fundId}::uuid) place
                  where fund_reaches(${of.fundId}::uuid, place, false) order by 1) as choices`
  return row ?? { place: null, served: [], choices: [] }
}

/** In which place the court lies that a disbursement is for; null where nobody said it. */
export async function placeOfDisbursement(tx: Tx, disbursementId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ place: string | null }[]>`
    select place_of_disbursement(${disbursementId}::uuid) as place`
  return row?.place ?? null
}
