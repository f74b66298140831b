import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { lockAccounts, storeOwnTransfer, type TransferLine } from './own-transfer.server.ts'

type Announced = { line: TransferLine; second: TransferLine }

/**
 * Lines that a person said to be on their way between two accounts are matched to their second line, where just one fits each
 * of them by amount and day. Answers how many matches were made: two for each move.
 */
export async function completeOwnTransfers(): Promise<number> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const first = await announced(tx)
    if (first.length === 0) return 0
    await lockAccounts(
      tx,
      first.flatMap(({ line, second }) => [line.accountId, second.accountId]),
    )
    // Read again: what was free may have been matched while the accounts were waited for.
    const held = new Set(first.map(keyOf))
    const found = (await announced(tx)).filter((pair) => held.has(keyOf(pair)))
    for (const { line, second } of found) {
      await storeOwnTransfer(tx, { lines: [line, second], matchedBy: null })
      await recordAudit(tx, {
        ...{ actor: { kind: 'system' }, action: 'bank_match.own_transfer' },
        ...{ subject: 'bank_account', subjectId: line.accountId },
        detail: { otherAccountId: second.accountId, amountCents: line.amount.toString(), matches: 2 },
      })
    }
    return found.length * 2
  })
}

const keyOf = ({ line, second }: Announced): string => `${line.id} ${second.id}`

type Row = { id: bigint; accountId: string; amount: bigint; otherId: bigint; otherAccountId: string }

/** Two announced from both sides are one pair, told from the lower line. */
async function announced(tx: Tx): Promise<Announced[]> {
  const rows = await tx.$queryRaw<Row[]>`
    with fits as (
      select w.line_id, w.bank_account_id, w.amount_cents, o.id as other_id, o.bank_account_id as other_account_id
        from bank_line_on_its_way w join bank_account b on b.id = w.bank_account_id
        join standing_bank_line o on o.bank_account_id = w.other_account_id and o.match_id is null
         and o.amount_cents = -w.amount_cents and abs(o.day - w.day) <= b.days_in_transit
       -- One that was said to be on its way to a third account is not this one's.
       where not exists (select from bank_line_on_its_way v where v.line_id = o.id and v.other_account_id <> w.bank_account_id)),
    counted as (
      select f.*, count(*) over (partition by f.line_id) as for_line, count(*) over (partition by f.other_id) as for_other from fits f)
    select c.line_id as id, c.bank_account_id::text as "accountId", c.amount_cents as amount, c.other_id as "otherId",
           c.other_account_id::text as "otherAccountId"
      from counted c
     where c.for_line = 1 and c.for_other = 1
       and not exists (select from fits f where f.line_id = c.other_id and (f.other_id <> c.line_id or c.line_id > c.other_id))
     order by c.line_id`
  return rows.map(({ id, accountId, amount, otherId, otherAccountId }) => ({
    line: { id, accountId, amount },
    second: { id: otherId, accountId: otherAccountId, amount: -amount },
  }))
}
