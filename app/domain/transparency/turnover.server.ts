import { type AccountCode, accountCodes, accountTypes } from '#app/domain/ledger/accounts.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type CloseWindow, reachedBy } from './close-window.server.ts'
import type { Read } from './read.server.ts'

/** Debits and credits by account, sub-ledgers summed, in cents. */
export type Turnover = Record<AccountCode, { debits: bigint; credits: bigint }>

/** What moved on each account of the fund within the window. One row per account, whatever the size of the ledger. */
export async function turnover(read: Read, window: CloseWindow): Promise<Turnover> {
  const rows = await read<{ code: AccountCode; debits: string; credits: string }>(Prisma.sql`
    select a.code, sum(sides.debit)::bigint::text as debits, sum(sides.credit)::bigint::text as credits
      from (select t.debit_account_id as account_id, sum(t.amount_cents) as debit, 0 as credit
              from ledger_transfer t where ${reachedBy(window)} group by 1
            union all
            select t.credit_account_id, 0, sum(t.amount_cents)
              from ledger_transfer t where ${reachedBy(window)} group by 1) sides
      join ledger_account a on a.id = sides.account_id
     group by a.code`)
  const found = new Map(rows.map((row) => [row.code, row]))
  return Object.fromEntries(
    accountCodes.map((code) => {
      const row = found.get(code)
      return [code, { debits: BigInt(row?.debits ?? 0), credits: BigInt(row?.credits ?? 0) }]
    }),
  ) as Turnover
}

/** Debits less credits over several accounts: assets and expenses are above zero, income and liabilities below. */
export const net = (moved: Turnover, codes: readonly AccountCode[]): bigint =>
  codes.reduce((total, code) => total + moved[code].debits - moved[code].credits, 0n)

/** With courts and DHS, deposited or due back, less the families' parts inside. */
export const outAccounts = ['bond_deposit', 'refund_due', 'copay_posted'] as const satisfies AccountCode[]

/** Cash that the fund can use or that is on its way to its bank, less what it keeps for families. */
export const onHandAccounts = [
  'bank',
  'cash_box',
  'stripe',
  'in_transit',
  'copay_held',
] as const satisfies AccountCode[]

export const giftAccounts = ['gifts', 'fee_cover', 'dispute_losses'] as const satisfies AccountCode[]

export const lossAccounts = ['withheld', 'forfeited', 'written_off'] as const satisfies AccountCode[]

export const supportAccounts = ['support', 'program_cost'] as const satisfies AccountCode[]

/** All that the fund owns less all that it owes; lending to another fund is money gone until it comes back. */
export const netAssetAccounts: readonly AccountCode[] = accountCodes.filter(
  (code) =>
    code !== 'interfund' && (accountTypes[code].type === 'asset' || accountTypes[code].type === 'liability'),
)
