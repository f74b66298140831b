import type { Tx } from '#app/platform/db.ts'
import { type AccountCode, isDebitNormal } from './accounts.ts'

/** Balances of a fund by account, sub-ledgers summed, in cents, positive on the account's normal side. Absent accounts are absent. */
export async function fundBalances(tx: Tx, fundId: string): Promise<Partial<Record<AccountCode, bigint>>> {
  const rows = await tx.$queryRaw<{ code: AccountCode; balance: bigint }[]>`
    select code, sum(balance_cents)::bigint as balance from account_balance where fund_id = ${fundId}::uuid group by code`
  return Object.fromEntries(
    rows.map((row) => [row.code, isDebitNormal(row.code) ? row.balance : -row.balance]),
  )
}

/** What one bond still has with the court, and what is due back from it, in cents. */
export async function bondBalances(
  tx: Tx,
  bond: { fundId: string; bondId: string },
): Promise<{ deposited: bigint; refundDue: bigint }> {
  const rows = await tx.$queryRaw<{ code: string; balance: bigint }[]>`
    select code, balance_cents as balance from account_balance
     where fund_id = ${bond.fundId}::uuid and sub = ${bond.bondId} and code in ('bond_deposit', 'refund_due')`
  const of = (code: string) => rows.find((row) => row.code === code)?.balance ?? 0n
  return { deposited: of('bond_deposit'), refundDue: of('refund_due') }
}

/** Bank and cash box, less families' money, less expenses that are owed, less what is reserved, less the reserve floor. Cents; may be below zero. */
export async function freeToCommit(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ free: bigint }[]>`select free_to_commit_cents(${fundId}::uuid) as free`
  return row?.free ?? 0n
}

/** Taken first by every verb that touches bank, families' money or reservations; funds are locked in id order. */
export async function lockFundBank(tx: Tx, fundIds: string[]): Promise<void> {
  await tx.$queryRaw`select lock_fund_bank(${[...new Set(fundIds)].sort()}::uuid[])::text`
}
