import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { settableStates, stateReasons } from '../changes.ts'

/** Into closing, to its end, or back to where the fund stood before. */
const closingStates = ['closing', 'closed', ...settableStates] as const
export type ClosingTo = (typeof closingStates)[number]

/** What two people do to a fund by moving it: what a page calls it. */
export type ClosingKind = 'close' | 'end' | 'resume' | 'reopen'

/** Into closing it comes from its gifts, or, after its end, back to what came late. */
export function closingKind(move: { from: string | null; to: ClosingTo }): ClosingKind {
  if (move.to === 'closed') return 'end'
  if (move.to !== 'closing') return 'reopen'
  return move.from === 'closed' ? 'resume' : 'close'
}

/**
 * What of a fund may not be at its end, in the order in which it is said: what waits for somebody first, then what the
 * accounts show. The names are those of the database's `fund_left`.
 */
export const leftKinds = [
  'monthly',
  'gift_pending',
  'offline_batch',
  'offline_reversal',
  'import',
  'refund',
  'dispute',
  'request',
  'disbursement',
  'envelope',
  'expense',
  'open_bond',
  'remittance',
  'advance_waiting',
  'cash_difference',
  'stripe',
  'stripe_reserve',
  'in_transit',
  'bank',
  'cash_box',
  'advance',
  'bond_deposit',
  'refund_due',
  'copay_held',
  'copay_posted',
  'card_payable',
  'reimbursement_due',
  'interfund',
  'suspense',
] as const
export type LeftKind = (typeof leftKinds)[number]

/** `cents` is null where a thing has no amount. */
export type Left = { what: LeftKind; items: number; cents: bigint | null }

export const ProposeClosingForm = z.strictObject({
  act: z.literal('propose-closing'),
  to: z.enum(closingStates),
  reason: z.enum(stateReasons, 'required'),
  ...proofFields,
})

export const DecideClosingForm = z.strictObject({
  act: z.enum(['confirm-closing', 'withdraw-closing']),
  closingId: z.uuid(),
  ...proofFields,
})
