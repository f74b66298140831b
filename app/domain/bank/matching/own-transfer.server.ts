import { randomUUID } from 'node:crypto'
import { lockAccount } from '#app/domain/bank/account-of.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

/** A line of one account that no match explains. Cents below zero left the account. */
export type TransferLine = { id: bigint; accountId: string; amount: bigint }

/** Two accounts are held in one order, whoever asks from which side. */
export async function lockAccounts(tx: Tx, accountIds: string[]): Promise<void> {
  for (const accountId of [...new Set(accountIds)].sort()) await lockAccount(tx, accountId)
}

/** Matches two lines to each other, in whichever order; the database refuses what is not one move: `own_transfer_is_whole`. */
export async function storeOwnTransfer(
  tx: Tx,
  { lines, matchedBy }: { lines: [TransferLine, TransferLine]; matchedBy: string | null },
): Promise<string[]> {
  const [gone, come] = lines[0].amount < 0n ? lines : [lines[1], lines[0]]
  const [outMatchId, inMatchId] = [randomUUID(), randomUUID()]
  const occurredAt = now()
  const match = { rule: 'own_transfer', matchedBy, occurredAt }
  await tx.bankMatch.createMany({
    data: [
      { id: outMatchId, bankAccountId: gone.accountId, ...match },
      { id: inMatchId, bankAccountId: come.accountId, ...match },
    ],
  })
  await tx.bankMatchLine.createMany({
    data: [
      { matchId: outMatchId, lineId: gone.id },
      { matchId: inMatchId, lineId: come.id },
    ],
  })
  await tx.bankOwnTransfer.create({ data: { outMatchId, inMatchId } })
  return [outMatchId, inMatchId]
}

/** The other half of a move: its match and the account of that; null where this person may not see it, or it is no move. */
export async function otherHalf(
  tx: Tx,
  matchId: string,
): Promise<{ matchId: string; accountId: string } | null> {
  const [half] = await tx.$queryRaw<{ matchId: string; accountId: string }[]>`
    select m.id::text as "matchId", m.bank_account_id::text as "accountId"
      from bank_own_transfer t join bank_match m on m.id = case when t.out_match_id = ${matchId}::uuid then t.in_match_id
                                                                else t.out_match_id end
     where ${matchId}::uuid in (t.out_match_id, t.in_match_id)`
  return half ?? null
}
