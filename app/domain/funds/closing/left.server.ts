import type { Tx } from '#app/platform/db.ts'
import { type Left, leftKinds } from './closing.ts'

/** What of the fund is not at its end; empty where it may be closed. The database asks the same when it is confirmed. */
export async function leftOf(tx: Tx, fundId: string): Promise<Left[]> {
  const rows = await tx.$queryRaw<Left[]>`select what, items, cents from fund_left(${fundId}::uuid)`
  return rows.sort((one, other) => leftKinds.indexOf(one.what) - leftKinds.indexOf(other.what))
}
