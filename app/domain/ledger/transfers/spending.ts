import type { Cents } from '#app/domain/money/cents.ts'
import type { AccountRef } from '../accounts.ts'
import { type Transfer, transfer } from '../transfer.ts'
import { type PaidFrom, paidFrom } from './bonds.ts'

type Spent = {
  fundId: string
  amount: Cents
  from: PaidFrom | 'cash_box' | 'reimbursement_due'
  part?: number
}

const source = (from: Spent['from']): AccountRef => (typeof from === 'object' ? paidFrom(from) : from)

/** Help beside a bond (a ride home, a phone, rent), each line with its purpose and receipt. */
export const supportPaid = ({ from, ...of }: Spent): Transfer[] =>
  transfer({ code: 'support', ...of, debit: 'support', credit: source(from) })

export const programCostPaid = ({ from, ...of }: Spent): Transfer[] =>
  transfer({ code: 'program_cost', ...of, debit: 'program_cost', credit: source(from) })

/** The card bill, or a volunteer who laid money out, is paid from the bank. */
export const payablePaid = (paid: {
  fundId: string
  payable: 'card_payable' | 'reimbursement_due'
  amount: Cents
  part?: number
}): Transfer[] => {
  const { payable, ...of } = paid
  return transfer({ code: 'payable_paid', ...of, debit: payable, credit: 'bank' })
}

type Moved = { fundId: string; amount: Cents; part?: number }

export const bankFeeTaken = (fee: Moved): Transfer[] =>
  transfer({ code: 'bank_fee', ...fee, debit: 'bank_fees', credit: 'bank' })

export const cashBanked = (counted: Moved): Transfer[] =>
  transfer({ code: 'cash_banked', ...counted, debit: 'bank', credit: 'cash_box' })
