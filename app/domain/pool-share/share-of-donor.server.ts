import { readingIn } from '#app/domain/transparency/read.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { type DonorShare, poolAtClose, sharesAtClose } from './shares-at-close.server.ts'

/** One donor's share of a fund's pool as of a close. Null where they have none, or nothing was struck by then. */
export async function shareOfDonor(
  tx: Tx,
  of: { donorId: string; fundId: string; closeId: string },
): Promise<DonorShare | null> {
  const read = readingIn(tx)
  const pool = await poolAtClose(read, of.closeId)
  if (pool?.fundId !== of.fundId) return null
  return (await sharesAtClose(read, pool, [of.donorId])).get(of.donorId) ?? null
}
