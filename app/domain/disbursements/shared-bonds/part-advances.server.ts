import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** One fund's part of a shared bond, and the cash of that fund that the reader carries and could pay it from. */
export type PartAdvances = { fundName: string; advances: AdvanceFor[] }

type Part = { fundId: string; fundName: string; disbursementId: string | null }

/** For each part, in their order. The scope shows every fund. */
export async function partAdvances(
  tx: Tx,
  { parts, posterId }: { parts: Part[]; posterId: string },
): Promise<PartAdvances[]> {
  const each: PartAdvances[] = []
  for (const { fundId, fundName, disbursementId } of parts) {
    const found = await advancesFor(tx, { fundId, disbursementId, posterId })
    each.push({ fundName, advances: found.filter(({ isMine }) => isMine) })
  }
  return each
}
