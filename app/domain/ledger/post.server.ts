import type { Tx } from '#app/platform/db.ts'
import { accountCodeOf, subOf } from './accounts.ts'
import type { Transfer } from './transfer.ts'

/** What caused transfers: a kind and its id. One source posts once. */
export type Source = { kind: string; id: string }

export type Posting = {
  source: Source
  /** When it happened, which may be long before it is written. */
  occurredAt: Date
  transfers: Transfer[]
  /** The id that two funds' halves of one move have in common. */
  linkId?: string
}

/** Posts what one act means. See `postBatch`. */
export const postTransfers = (tx: Tx, posting: Posting): Promise<number> => postBatch(tx, [posting])

/**
 * The only writer of the ledger: a whole batch in one statement, accounts locked in id order, balances moved once.
 * Throws ConstraintViolation at the end of the transaction for a source posted before (`one_source_posts_once`) or an
 * account that would be overdrawn. Answers the number of transfers written.
 */
export async function postBatch(tx: Tx, postings: Posting[]): Promise<number> {
  const rows = postings.flatMap((posting) => posting.transfers.map((transfer) => ({ posting, transfer })))
  if (rows.length === 0) return 0
  const column = <T>(read: (row: (typeof rows)[number]) => T): T[] => rows.map(read)
  const [answer] = await tx.$queryRaw<{ written: bigint }[]>`
    select post_transfers(
      ${column((row) => row.transfer.fundId)}::uuid[],
      ${column((row) => row.transfer.code as string)}::text[],
      ${column((row) => accountCodeOf(row.transfer.debit) as string)}::text[],
      ${column((row) => subOf(row.transfer.debit) ?? '')}::text[],
      ${column((row) => accountCodeOf(row.transfer.credit) as string)}::text[],
      ${column((row) => subOf(row.transfer.credit) ?? '')}::text[],
      ${column((row) => row.transfer.amount as bigint)}::bigint[],
      ${column((row) => row.posting.source.kind)}::text[],
      ${column((row) => row.posting.source.id)}::text[],
      ${column((row) => row.transfer.part ?? 0)}::smallint[],
      ${column((row) => row.posting.occurredAt.toISOString())}::timestamptz[],
      ${column((row) => row.transfer.reverses ?? null)}::bigint[],
      ${column((row) => row.posting.linkId ?? null)}::uuid[]
    ) as written`
  return Number(answer?.written ?? 0)
}
