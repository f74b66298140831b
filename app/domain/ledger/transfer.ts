import { type Cents, negate } from '#app/domain/money/cents.ts'
import { type AccountRef, accountCodeOf, subOf } from './accounts.ts'

/** What a ledger row may be called: one code per leg of the event table in the account chart. */
export const transferCodes = [
  'opening',
  'donation',
  'donation_fee_cover',
  'offline_gift',
  'offline_gift_back',
  'refund',
  'refund_fee_cover',
  'refund_failed',
  'refund_failed_fee_cover',
  'dispute',
  'dispute_won',
  'processing_fee',
  'payout_made',
  'payout_arrived',
  'payout_failed',
  'stripe_reserve',
  'stripe_topup',
  'suspense',
  'suspense_assigned',
  'advance_out',
  'advance_back',
  'bond_posted',
  'bond_fee',
  'case_disposed',
  'bond_returned',
  'bond_withheld',
  'bond_forfeited',
  'forfeiture_call',
  'written_off',
  'recovered',
  'bond_interest',
  'copay_received',
  'copay_posted',
  'copay_freed',
  'copay_paid_out',
  'copay_loss',
  'copay_recovered',
  'support',
  'program_cost',
  'payable_paid',
  'bank_fee',
  'cash_banked',
  'cash_drawn',
  'interfund_out',
  'interfund_in',
  'reversal',
] as const

export type TransferCode = (typeof transferCodes)[number]

/**
 * One ledger row before it is written: two accounts of one fund and a positive amount in cents.
 * `part` tells apart several legs of one code that one source makes in one fund (the lines of a
 * disbursement).
 */
export type Transfer = {
  code: TransferCode
  fundId: string
  debit: AccountRef
  credit: AccountRef
  amount: Cents
  part?: number
  /** The ledger row that this one undoes. */
  reverses?: bigint
}

/**
 * A leg that only ever goes one way. None for zero; RangeError below zero, since a sign turned round would
 * book the opposite.
 */
export function transfer(row: Transfer): Transfer[] {
  if (row.amount < 0n) throw new RangeError(`${row.code} of a negative amount: ${row.amount}`)
  return signedTransfer(row)
}

/**
 * A leg whose source carries a sign (Stripe's nets and fees): below zero it is written with its sides
 * swapped.
 */
export function signedTransfer(row: Transfer): Transfer[] {
  if (isSameAccount(row.debit, row.credit)) throw new RangeError(`${row.code} from an account to itself`)
  if (row.amount === 0n) return []
  return row.amount > 0n
    ? [row]
    : [{ ...row, debit: row.credit, credit: row.debit, amount: negate(row.amount) }]
}

const isSameAccount = (a: AccountRef, b: AccountRef): boolean =>
  accountCodeOf(a) === accountCodeOf(b) && subOf(a) === subOf(b)
