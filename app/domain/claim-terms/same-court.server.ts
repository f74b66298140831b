import { openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** A bond of a fund, and where its court lies as far as someone said. */
export type BondAtCourt = { bondId: string; place: string | null; venue: string }

/** The bonds of a fund with their courts, opened: two names that differ by case or spaces are one court. */
export async function bondsAtCourts(tx: Tx, of: { fundId: string }): Promise<BondAtCourt[]> {
  const rows = await tx.$queryRaw<
    { bondId: string; place: string | null; disbursementId: string; sealed: Uint8Array }[]
  >`
    select b.id::text as "bondId", said_place_of_bond(b.id) as place, d.id::text as "disbursementId", d.venue_sealed as sealed
      from bond b join disbursement d on d.id = b.disbursement_id
     where b.fund_id = ${of.fundId}::uuid`
  return rows.map(({ bondId, place, disbursementId, sealed }) => ({
    ...{ bondId, place, venue: courtKey(openVenue(disbursementId, sealed)) },
  }))
}

/** The same for the same court however it was typed. */
export const courtKey = (venue: string): string => venue.trim().replace(/\s+/g, ' ').toLowerCase()
