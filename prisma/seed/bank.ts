import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { openBankAccount } from '#app/domain/bank/open-account.server.ts'
import type { CsvLayout } from '#app/domain/bank/statement/csv-layout.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import { operatingFundId } from '#app/domain/stripe-mirror/operating-fund.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { Person } from './people.ts'

type Moved = { kind: string; id: string; day: string; amount: bigint }

const layout: Omit<CsvLayout, 'headings'> = {
  ...{ delimiter: 'comma', firstRow: 1, hasHeadings: true, day: 1, dayOrder: 'ymd', amounts: { one: 3 } },
  ...{ signs: 'as_written', decimal: 'point', text: [2], balance: null },
}

/** The bank's year as it would write it: a line for each movement a day later, but for one that never came. */
export async function seedBank({ dana, from }: { dana: Person; from: Date }): Promise<void> {
  const { accountId } = await openBankAccount({
    ...{ staff: dana, name: 'Checking', last4: '0042', fromDay: from.toISOString().slice(0, 10) },
    fundIds: [...dana.fundIds, await operatingFundId(db())],
  })
  const moved = await movements(accountId)
  const missing = moved.findLast(({ kind, amount }) => kind === 'disbursement_payment' && amount < 0n)
  const written = moved.filter((each) => each !== missing)
  const file = new TextEncoder().encode(
    ['Date,Description,Amount', ...written.map((each, index) => lineOf(each, index))].join('\r\n'),
  )
  const { statementId } = await uploadStatement({ staff: dana, accountId, file })
  await setLayout({ staff: dana, statementId, layout })
  await importStatement({ staff: dana, statementId })
  await matchByRules()
  await matchTheRest({ dana, accountId, statementId, written })
}

const movements = (accountId: string): Promise<Moved[]> =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<Moved[]>`
      select v.source_kind as kind, v.source_id as id, (v.day + 1)::text as day, v.amount_cents as amount
        from bank_movement v where v.bank_account_id = ${accountId}::uuid and v.day < day_here(now())
       order by v.day, v.source_kind, v.source_id`,
  )

/** What a bank writes says little: who sent it, or a number. */
function lineOf({ kind, day, amount }: Moved, index: number): string {
  const text =
    kind === 'payout_arrived' ? 'STRIPE TRANSFER' : amount < 0n ? `CHECK ${1000 + index}` : 'DEPOSIT'
  const size = amount < 0n ? -amount : amount
  const dollars = `${size / 100n}.${String(size % 100n).padStart(2, '0')}`
  return `${day},${text},${amount < 0n ? '-' : ''}${dollars}`
}

type Rest = { dana: Person; accountId: string; statementId: string; written: Moved[] }

/** Where several of one amount came within days, rules leave it to a person: Dana saw the papers. */
async function matchTheRest({ dana, accountId, statementId, written }: Rest): Promise<void> {
  const open = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ id: bigint; row: number }[]>`
      select l.id, l.row_number as row from standing_bank_line l
       where l.statement_id = ${statementId}::uuid and l.match_id is null order by l.row_number`,
  )
  for (const { id, row } of open) {
    // Rows are counted from one, and the first names the columns.
    const meant = written[row - 2]
    if (!meant) continue
    await matchByHand({
      ...{ staff: dana, accountId, lineIds: [id], reason: 'seen_on_paper', bookFundId: null },
      movements: [{ sourceKind: meant.kind, sourceId: meant.id }],
    })
  }
}
