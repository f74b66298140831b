import type { Cents } from '#app/domain/money/cents.ts'
import { type AccountRef, accountCodeOf, accountTypes } from '../accounts.ts'
import { signedTransfer, type Transfer, transfer } from '../transfer.ts'

/**
 * Money from one fund's bank to another's: one transfer in each, since a transfer never leaves its fund. Post
 * both under one source, so that neither can stand alone; `interfund` then sums to zero over all funds.
 */
export const betweenFunds = (move: { fromFundId: string; toFundId: string; amount: Cents }): Transfer[] => {
  if (move.fromFundId === move.toFundId) throw new RangeError('a fund cannot lend to itself')
  return [
    ...transfer({
      code: 'interfund_out',
      fundId: move.fromFundId,
      debit: { account: 'interfund', sub: move.toFundId },
      credit: 'bank',
      amount: move.amount,
    }),
    ...transfer({
      code: 'interfund_in',
      fundId: move.toFundId,
      debit: 'bank',
      credit: { account: 'interfund', sub: move.fromFundId },
      amount: move.amount,
    }),
  ]
}

/**
 * At go-live: what was counted, in the natural sign of the account (a liability of $5 is +$5, an overdrawn
 * bank is below zero).
 */
export const opening = (counted: {
  fundId: string
  account: AccountRef
  amount: Cents
  part?: number
}): Transfer[] => {
  const { account, ...of } = counted
  const owed = accountTypes[accountCodeOf(account)].type === 'liability'
  return owed
    ? signedTransfer({ code: 'opening', ...of, debit: 'opening', credit: account })
    : signedTransfer({ code: 'opening', ...of, debit: account, credit: 'opening' })
}
