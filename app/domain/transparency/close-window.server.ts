import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

/**
 * How far a close looks: what happened up to its cut and was written up to its newest transfer. What is entered late
 * has a higher number and falls into the next close, however long ago it happened; nothing is counted twice or never.
 */
export type Reach = { cutAt: Date; through: bigint }

/** What a close of this fund reached and an earlier one (`since`) did not. */
export type CloseWindow = { fundId: string; at: Reach; since: Reach | null }

/** The condition on `ledger_transfer t`. */
export const reachedBy = ({ fundId, at, since }: CloseWindow): Prisma.Sql => Prisma.sql`
  t.fund_id = ${fundId}::uuid and t.id <= ${at.through}::bigint and t.occurred_at <= ${at.cutAt}::timestamptz
  ${since ? Prisma.sql`and (t.id > ${since.through}::bigint or t.occurred_at > ${since.cutAt}::timestamptz)` : Prisma.empty}`

/**
 * The number below which everything of this fund is committed. Call it in a short transaction of its own: it waits
 * for postings that have begun, and new ones wait for it.
 */
export async function lastTransferOfFund(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ last: bigint }[]>`select last_transfer_of_fund(${fundId}::uuid) as last`
  return row?.last ?? 0n
}
