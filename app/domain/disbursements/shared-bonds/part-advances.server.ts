import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** One fund's part of a shared bond, with that fund's cash that the reader carries and its cards: what could pay it. */
export type PartAdvances = { fundName: string; advances: AdvanceFor[]; cards: string[] }

type Part = { fundId: string; fundName: string; disbursementId: string | null }

/** For each part, in their order. The scope shows every fund. */
export async function partAdvances(
  tx: Tx,
  { parts, posterId }: { parts: Part[]; posterId: string },
): Promise<PartAdvances[]> {
  const each: PartAdvances[] = []
  for (const { fundId, fundName, disbursementId } of parts) {
    const found = await advancesFor(tx, { fundId, disbursementId, posterId })
    const cards = await cardsOfFund(tx, fundId)
    each.push({ fundName, cards, advances: found.filter(({ isMine }) => isMine) })
  }
  return each
}
