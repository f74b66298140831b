import type { Tx } from '#app/platform/db.ts'
import { tellOfImportedDispute } from './tell-of-imported-dispute.server.ts'

/** Closes a dispute over a gift from before this site began, as its bank decided. What was given back stays won, whatever comes late. */
export async function closeImportedDispute(
  tx: Tx,
  { id, status, at }: { id: string; status: 'won' | 'lost'; at: Date },
): Promise<void> {
  const { count } = await tx.importedGiftDispute.updateMany({
    where: { id, state: { in: status === 'won' ? ['open', 'lost'] : ['open'] } },
    data: { state: status, closedAt: at },
  })
  if (count === 0) return
  const dispute = await tx.importedGiftDispute.findUniqueOrThrow({ where: { id }, include: { gift: true } })
  await tellOfImportedDispute(tx, dispute)
}
