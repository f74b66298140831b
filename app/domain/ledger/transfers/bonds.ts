import type { Cents } from '#app/domain/money/cents.ts'
import type { AccountRef } from '../accounts.ts'
import { type Transfer, transfer } from '../transfer.ts'

type OfBond = { fundId: string; bondId: string; amount: Cents; part?: number }
type Paid = { fundId: string; from: PaidFrom; amount: Cents; part?: number }

/** Where cash leaves: the bank, or what a poster had signed out. Or where it is owed from then on: the fund's card. */
export type PaidFrom = 'bank' | 'card_payable' | { posterId: string }

/** Bail is a refundable deposit: posting it changes where the money is, not how much there is. */
export const bondPosted = ({ bondId, from, ...of }: OfBond & { from: PaidFrom }): Transfer[] =>
  transfer({ code: 'bond_posted', ...of, debit: deposit(bondId), credit: paidFrom(from) })

/** To the clerk, commissioner, wire or kiosk: spent, never a deposit. */
export const bondFeePaid = ({ from, ...of }: Paid): Transfer[] =>
  transfer({ code: 'bond_fee', ...of, debit: 'bond_fees', credit: paidFrom(from) })

/**
 * `amount` is all that is still deposited: what will come back is an expectation, kept as a memo and not in
 * the books.
 */
export const caseDisposed = ({ bondId, ...of }: OfBond): Transfer[] =>
  transfer({ code: 'case_disposed', ...of, debit: due(bondId), credit: deposit(bondId) })

export const bondReturned = ({ bondId, ...of }: OfBond): Transfer[] =>
  transfer({ code: 'bond_returned', ...of, debit: 'bank', credit: due(bondId) })

/** Kept by the court out of a return; the reason stands with each deduction. */
export const bondWithheld = ({ bondId, ...of }: OfBond): Transfer[] =>
  transfer({ code: 'bond_withheld', ...of, debit: 'withheld', credit: due(bondId) })

/** A court's forfeiture or a DHS breach: principal lost. */
export const bondForfeited = ({ bondId, ...of }: OfBond): Transfer[] =>
  transfer({ code: 'bond_forfeited', ...of, debit: 'forfeited', credit: deposit(bondId) })

/** A percentage bond called for more than its deposit: money out again, by a disbursement of its own. */
export const forfeitureCalled = ({ from, ...call }: Paid): Transfer[] =>
  transfer({ code: 'forfeiture_call', ...call, debit: 'forfeited', credit: paidFrom(from) })

export const writtenOff = ({ bondId, ...of }: OfBond): Transfer[] =>
  transfer({ code: 'written_off', ...of, debit: 'written_off', credit: due(bondId) })

/**
 * Remitted by the court or found after a loss was booked: income, since the loss stands in the year it was
 * known.
 */
export const recovered = (found: { fundId: string; amount: Cents; part?: number }): Transfer[] =>
  transfer({ code: 'recovered', ...found, debit: 'bank', credit: 'recoveries' })

export const interestReceived = (received: { fundId: string; amount: Cents; part?: number }): Transfer[] =>
  transfer({ code: 'bond_interest', ...received, debit: 'bank', credit: 'interest' })

type Advance = { fundId: string; posterId: string; amount: Cents; part?: number }

type Place = 'bank' | 'cash_box'

export const advanceSignedOut = ({
  posterId,
  from = 'bank',
  ...of
}: Advance & { from?: Place }): Transfer[] =>
  transfer({ code: 'advance_out', ...of, debit: advance(posterId), credit: from })

export const advanceReturned = ({ posterId, into = 'bank', ...of }: Advance & { into?: Place }): Transfer[] =>
  transfer({ code: 'advance_back', ...of, debit: into, credit: advance(posterId) })

const deposit = (bondId: string): AccountRef => ({ account: 'bond_deposit', sub: bondId })
const due = (bondId: string): AccountRef => ({ account: 'refund_due', sub: bondId })
const advance = (posterId: string): AccountRef => ({ account: 'advance', sub: posterId })
export const paidFrom = (from: PaidFrom): AccountRef =>
  typeof from === 'object' ? advance(from.posterId) : from
