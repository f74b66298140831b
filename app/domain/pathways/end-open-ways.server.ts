import type { Tx } from '#app/platform/db.ts'
import { erasedOutcome } from './pathway.ts'

/** Ends what is still open of these requests, since their person is erased. The steps that were done stay. */
export async function endOpenWays(tx: Tx, of: { requestIds: string[]; at: Date }): Promise<void> {
  await tx.requestPathway.updateMany({
    where: { requestId: { in: of.requestIds }, endedAt: null },
    data: { outcome: erasedOutcome, endedAt: of.at },
  })
}
