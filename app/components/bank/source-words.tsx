import { useWords } from '#app/components/words.ts'

/** What moves money at the bank, as the ledger names what caused it. */
const sources = [
  ...[
    'payout_arrived',
    'stripe_txn',
    'disbursement_payment',
    'bond_return',
    'bond_recovery',
    'copay_receipt',
    'copay_reversal',
  ],
  ...[
    'copay_payout',
    'advance',
    'advance_return',
    'cash_move',
    'expense_payment',
    'offline_gift',
    'offline_batch',
    'offline_reversal',
  ],
]

export function useSourceWords(): (kind: string) => string {
  const { t } = useWords()
  return (kind) => t(`at-bank:source.${sources.includes(kind) ? kind : 'other'}`)
}

export function SourceWords({ kind }: { kind: string }) {
  const words = useSourceWords()
  return words(kind)
}
