import {
  type AccountRef,
  accountCodeOf,
  accountTypes,
  isDebitNormal,
  subOf,
} from '#app/domain/ledger/accounts.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'

/** Balance of each account (with its sub-ledger) in its natural sign; accounts at zero are left out. */
export function balancesOf(transfers: readonly Transfer[]): Record<string, bigint> {
  const balances: Record<string, bigint> = {}
  for (const { debit, credit, amount } of transfers) {
    move(balances, debit, isDebitNormal(accountCodeOf(debit)) ? amount : -amount)
    move(balances, credit, isDebitNormal(accountCodeOf(credit)) ? -amount : amount)
  }
  return Object.fromEntries(Object.entries(balances).filter(([, balance]) => balance !== 0n))
}

/** Assets less liabilities. */
export function netAssetsOf(transfers: readonly Transfer[]): bigint {
  let net = 0n
  for (const { debit, credit, amount } of transfers) {
    if (isOwnedOrOwed(debit)) net += amount
    if (isOwnedOrOwed(credit)) net -= amount
  }
  return net
}

export const balanceOf = (transfers: readonly Transfer[], account: string): bigint =>
  balancesOf(transfers)[account] ?? 0n

function isOwnedOrOwed(ref: AccountRef): boolean {
  const { type } = accountTypes[accountCodeOf(ref)]
  return type === 'asset' || type === 'liability'
}

function move(balances: Record<string, bigint>, ref: AccountRef, by: bigint) {
  const sub = subOf(ref)
  const name = sub === undefined ? accountCodeOf(ref) : `${accountCodeOf(ref)}:${sub}`
  balances[name] = (balances[name] ?? 0n) + by
}
