import { type Cents, negate } from '#app/domain/money/cents.ts'
import { signedTransfer, type Transfer, transfer } from '../transfer.ts'

type Moved = { fundId: string; amount: Cents; part?: number }

export const cashDrawn = (drawn: Moved): Transfer[] =>
  transfer({ code: 'cash_drawn', ...drawn, debit: 'cash_box', credit: 'bank' })

/** `amount` is what was counted less what the books say: below zero some is missing. Nobody understands it yet. */
export const cashDiffers = (counted: Moved): Transfer[] =>
  signedTransfer({ code: 'suspense', ...counted, debit: 'cash_box', credit: 'suspense' })

/** What the difference was: lost is a loss, found is found money, and a wrong count is taken back. */
export const differenceExplained = ({
  reason,
  amount,
  ...of
}: Moved & { reason: 'lost' | 'found' | 'miscounted' }): Transfer[] => {
  const known = { lost: 'written_off', found: 'recoveries', miscounted: 'cash_box' } as const
  return signedTransfer({
    code: 'suspense_assigned',
    ...of,
    debit: known[reason],
    credit: 'suspense',
    amount: negate(amount),
  })
}
