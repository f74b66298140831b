import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from './cash.ts'

/** Cents that the books say are where a move takes them from. True only as long as the fund's bank is locked. */
export async function cashThere(tx: Tx, move: { fundId: string; to: CashPlace }): Promise<bigint> {
  const balances = await fundBalances(tx, move.fundId)
  return (move.to === 'bank' ? balances.cash_box : balances.bank) ?? 0n
}
