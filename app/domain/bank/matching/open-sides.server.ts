import { lineCell } from '#app/domain/bank/statement/import-statement.server.ts'
import { open } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { OpenLine, OpenMovement } from './propose-matches.ts'

/** More than this at once is the work of several nights. */
const mostAtOnce = 5_000

/** The lines of an account that no match explains, the oldest first, with what the bank wrote. */
export async function openLines(tx: Tx, accountId: string): Promise<OpenLine[]> {
  const rows = await tx.$queryRaw<
    { id: bigint; day: string; amount: bigint; text: Uint8Array; statementId: string; rowNumber: number }[]
  >`
    select l.id, l.day::text as day, l.amount_cents as amount, l.text, l.statement_id as "statementId", l.row_number as "rowNumber"
      from standing_bank_line l where l.bank_account_id = ${accountId}::uuid and l.match_id is null
     order by l.day, l.id limit ${mostAtOnce}`
  return rows.map(({ text, statementId, rowNumber, ...row }) => ({
    ...row,
    text: open(text, lineCell({ statementId, rowNumber })),
  }))
}

/** Of an account's lines those that a person said to be on their way between two accounts, each with the other account. */
export async function linesOnTheirWay(tx: Tx, accountId: string): Promise<Map<bigint, string>> {
  const rows = await tx.$queryRaw<{ id: bigint; account: string }[]>`
    select w.line_id as id, a.name || ' ' || a.last4 as account
      from bank_line_on_its_way w join bank_account a on a.id = w.other_account_id
     where w.bank_account_id = ${accountId}::uuid`
  return new Map(rows.map(({ id, account }) => [id, account]))
}

/** The movements of an account that no match explains, the oldest first. */
export async function openMovements(tx: Tx, accountId: string): Promise<OpenMovement[]> {
  return tx.$queryRaw<OpenMovement[]>`
    select v.source_kind as "sourceKind", v.source_id as "sourceId", v.day::text as day, v.amount_cents as amount,
           case v.source_kind
             when 'bond_return' then (select r.reference from bond_return r where r.id::text = v.source_id)
             when 'bond_recovery' then (select r.reference from bond_recovery r where r.id::text = v.source_id)
             when 'copay_receipt' then (select r.reference from copay_receipt r where r.id::text = v.source_id)
             when 'copay_reversal' then (select r.reference from copay_reversal c join copay_receipt r on r.id = c.receipt_id
                                          where c.id::text = v.source_id)
             when 'offline_gift' then b.reference
             when 'copay_payout' then (select p.reference from copay_payout_payment p where p.payout_id::text = v.source_id)
           end as reference,
           case when count(*) over (partition by b.id) = b.control_pieces then b.id::text end as deposit
      from bank_movement v
      left join payment o on v.source_kind = 'offline_gift' and o.id::text = v.source_id and o.offline_line_id is not null
      left join offline_batch_line l on l.id = o.offline_line_id
      left join offline_batch b on b.id = l.batch_id
     where v.bank_account_id = ${accountId}::uuid
       and not exists (select from bank_match_movement x join standing_bank_match m on m.id = x.match_id
                        where m.bank_account_id = v.bank_account_id and x.source_kind = v.source_kind and x.source_id = v.source_id)
     order by v.day, v.source_kind, v.source_id limit ${mostAtOnce}`
}
