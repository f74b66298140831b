import { courtKey } from '#app/domain/claim-terms/same-court.server.ts'
import { openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** In which place a court lies, as it was last said of it in this fund, before a posting or after; null where nobody said it. */
export async function knownPlace(tx: Tx, of: { fundId: string; venue: string }): Promise<string | null> {
  const rows = await tx.$queryRaw<{ disbursementId: string; sealed: Uint8Array; place: string }[]>`
    select d.id::text as "disbursementId", d.venue_sealed as sealed, said.place
      from disbursement d
      join (select b.disbursement_id, null as content_hash, x.place, x.recorded_by, x.recorded_at
              from bond_place x join bond b on b.id = x.bond_id
            union all
            select y.disbursement_id, y.content_hash, y.place, y.recorded_by, y.recorded_at from disbursement_place y) said
        on said.disbursement_id = d.id and coalesce(said.content_hash, d.content_hash) = d.content_hash
     where d.fund_id = ${of.fundId}::uuid and said.recorded_by is not null
       and fund_reaches(d.fund_id, said.place, false)
     order by said.recorded_at desc`
  const court = courtKey(of.venue)
  const same = rows.find(
    ({ disbursementId, sealed }) => courtKey(openVenue(disbursementId, sealed)) === court,
  )
  return same?.place ?? null
}
