import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import type { Tx } from '#app/platform/db.ts'
import { knownPlace } from './known-place.server.ts'

type Written = { id: string; fundId: string; kind: string; contentHash: string; venue: string }

/** What is proposed for a court whose place was said before lies there too. Nothing where nobody said it yet. */
export async function adoptPlace(tx: Tx, of: { disbursement: Written; at: Date }): Promise<void> {
  const { id, kind, contentHash, ...court } = of.disbursement
  if (!isBondKind(kind)) return
  const place = await knownPlace(tx, court)
  if (place === null) return
  await tx.disbursementPlace.createMany({
    data: { disbursementId: id, contentHash, place, recordedBy: null, occurredAt: of.at },
  })
}
