import { openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { bondsAtCourts, courtKey } from './same-court.server.ts'

/** A new bond at a court whose place was said before lies there too. Nothing where nobody said it yet. */
export async function placeAsBefore(
  tx: Tx,
  of: { bondId: string; disbursementId: string; fundId: string; at: Date },
): Promise<void> {
  const { bondId, disbursementId, fundId, at } = of
  const known = await bondsAtCourts(tx, { fundId, placedOnly: true })
  if (known.length === 0) return
  const { venueSealed } = await tx.disbursement.findUniqueOrThrow({
    where: { id: disbursementId },
    select: { venueSealed: true },
  })
  const venue = courtKey(openVenue(disbursementId, venueSealed))
  const before = known.find((each) => each.venue === venue)
  if (!before?.place) return
  await tx.bondPlace.create({ data: { bondId, place: before.place, recordedBy: null, occurredAt: at } })
}
