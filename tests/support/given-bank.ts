import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { openBankAccount } from '#app/domain/bank/open-account.server.ts'
import type { CsvLayout } from '#app/domain/bank/statement/csv-layout.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import type { TransferCode } from '#app/domain/ledger/transfer.ts'
import { transfer } from '#app/domain/ledger/transfer.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db, inTransaction } from '#app/platform/db.ts'

/** Date, text and amount, as most banks write it. */
export const plainLayout: Omit<CsvLayout, 'headings'> = {
  ...{ delimiter: 'comma', firstRow: 1, hasHeadings: true, day: 1, dayOrder: 'ymd', amounts: { one: 3 } },
  ...{ signs: 'as_written', decimal: 'point', text: [2], balance: null },
}

export const operatingId = async (): Promise<string> =>
  (await db().fund.findFirstOrThrow({ where: { kind: 'operating' } })).id

/** A bank account with the fund's money and the organization's own. */
export async function givenBankAccount(of: {
  staff: ActingStaff
  fundIds?: string[]
  fromDay?: string
}): Promise<string> {
  const fundIds = of.fundIds ?? [...of.staff.fundIds, await operatingId()]
  const { accountId } = await openBankAccount({
    ...{ staff: of.staff, name: 'Checking', last4: '4711', fromDay: of.fromDay ?? '2020-01-01', fundIds },
  })
  return accountId
}

export type Row = [day: string, text: string, amount: string]

export const csvOf = (rows: Row[]): Uint8Array =>
  new TextEncoder().encode(
    ['Date,Description,Amount', ...rows.map(([day, text, amount]) => `${day},"${text}",${amount}`)].join(
      '\r\n',
    ),
  )

/** A statement as the bank would send it, taken in and matched by rule. */
export async function givenStatement(of: { staff: ActingStaff; accountId: string; rows: Row[] }) {
  const { staff, accountId } = of
  const { statementId } = await uploadStatement({ staff, accountId, file: csvOf(of.rows) })
  await setLayout({ staff, statementId, layout: plainLayout })
  const taken = await importStatement({ staff, statementId })
  return { statementId, ...taken, matched: await matchByRules() }
}

/** A movement of the books at the bank, by what would cause it. */
export async function givenMovement(of: {
  fundId: string
  source: string
  at: Date
  amount: bigint
}): Promise<void> {
  const code: TransferCode = of.amount > 0n ? 'opening' : 'bank_fee'
  const amount = cents(of.amount < 0n ? -of.amount : of.amount)
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    postTransfers(tx, {
      source: { kind: 'given', id: of.source },
      occurredAt: of.at,
      transfers:
        of.amount > 0n
          ? transfer({ code, fundId: of.fundId, debit: 'bank', credit: 'opening', amount })
          : transfer({ code, fundId: of.fundId, debit: 'bank_fees', credit: 'bank', amount }),
    }),
  )
}

/** The lines of an account as they stand, the oldest first. */
export const linesOf = (accountId: string) =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ id: bigint; day: string; cents: bigint; matchId: string | null }[]>`
      select id, day::text as day, amount_cents as cents, match_id as "matchId" from standing_bank_line
       where bank_account_id = ${accountId}::uuid order by day, id`,
  )
