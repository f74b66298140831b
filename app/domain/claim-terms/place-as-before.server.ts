import { openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import { placeOfDisbursement } from '#app/domain/jurisdictions/court-place.server.ts'
import { knownPlace } from '#app/domain/jurisdictions/known-place.server.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * A new bond at a court whose place was said since its proposal lies there too. Nothing where nobody said it yet; and where it
 * was said of the proposal, that holds for the bond.
 */
export async function placeAsBefore(
  tx: Tx,
  of: { bondId: string; disbursementId: string; fundId: string; at: Date },
): Promise<void> {
  const { bondId, disbursementId, fundId, at } = of
  if (await placeOfDisbursement(tx, disbursementId)) return
  const { venueSealed } = await tx.disbursement.findUniqueOrThrow({
    where: { id: disbursementId },
    select: { venueSealed: true },
  })
  const place = await knownPlace(tx, { fundId, venue: openVenue(disbursementId, venueSealed) })
  if (place === null) return
  await tx.bondPlace.create({ data: { bondId, place, recordedBy: null, occurredAt: at } })
}
