import type { Cents } from '#app/domain/money/cents.ts'
import { signedTransfer, type Transfer } from '../transfer.ts'

const meanings = {
  bank_fee: 'bank_fees',
  lost: 'written_off',
  interest: 'interest',
  found: 'recoveries',
} as const

/** What a line of the bank said beyond the books, once it is understood. Below zero the bank had less. */
export const bankDifferenceExplained = ({
  as,
  ...of
}: {
  fundId: string
  amount: Cents
  as: keyof typeof meanings
}): Transfer[] =>
  signedTransfer({ code: 'suspense_assigned', ...of, debit: 'suspense', credit: meanings[as] })
