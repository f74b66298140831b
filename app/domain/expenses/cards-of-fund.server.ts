import type { Tx } from '#app/platform/db.ts'

/** The last four digits of a fund's cards: those on which something was claimed that nobody rejected, and that have statements. */
export async function cardsOfFund(tx: Tx, fundId: string): Promise<string[]> {
  const rows = await tx.expenseClaim.findMany({
    where: { fundId, kind: 'card', rejection: null },
    select: { cardLast4: true },
    distinct: ['cardLast4'],
    orderBy: { cardLast4: 'asc' },
  })
  return rows.flatMap(({ cardLast4 }) => cardLast4 ?? [])
}
