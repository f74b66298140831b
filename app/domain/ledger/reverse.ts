import type { Transfer } from './transfer.ts'

/**
 * The transfer that undoes another. The ledger row that it becomes names the original; nothing is edited or
 * deleted.
 * `part` numbers the reversals of one act, since they share the code `reversal`.
 */
export const reverse = (original: Transfer, part = 0): Transfer => ({
  code: 'reversal',
  fundId: original.fundId,
  debit: original.credit,
  credit: original.debit,
  amount: original.amount,
  part,
})
