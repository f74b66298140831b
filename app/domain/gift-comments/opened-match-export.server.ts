import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type ListedMatch, matchesIn } from './list-matches.server.ts'

/** An export is good for this long: the proof of presence that it was made with is no older. */
const openFor = 15 * 60_000

/**
 * The employers that this person took out a moment ago, in the funds of then. Null for anyone else's, for one that is over, and
 * for funds in which they may no longer.
 */
export async function openedMatchExport(of: {
  exportId: string
  staff: { id: string; fundIds: string[] }
}): Promise<ListedMatch[] | null> {
  const { exportId, staff } = of
  const made = await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    tx.matchExport.findFirst({ where: { id: exportId, madeBy: staff.id } }),
  )
  if (!made || now().getTime() - made.occurredAt.getTime() > openFor) return null
  return inTransaction({ scope: { kind: 'staff', fundIds: made.fundIds } }, (tx) => matchesIn(tx))
}
