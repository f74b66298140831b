import type { FundState } from './fund.ts'

/** Why a fund's state was changed: a code, since the record stays for good and a sentence could name a person. */
export const stateReasons = [
  'gifts_are_needed',
  'enough_for_now',
  'law_or_court',
  'bank_or_card_trouble',
  'books_under_review',
  'board_decision',
] as const
export type StateReason = (typeof stateReasons)[number]

export const reserveReasons = ['fees_ahead', 'losses_ahead', 'slower_returns', 'board_decision'] as const
export type ReserveReason = (typeof reserveReasons)[number]

/** Between these one administrator moves a fund back and forth. Into closing, out of it and to its end go two, see `FundClosing`. */
export const settableStates = ['open', 'paused', 'full'] as const
export type SettableState = (typeof settableStates)[number]

export const fundTransitions = {
  open: ['paused', 'full', 'closing'],
  paused: ['open', 'full', 'closing'],
  full: ['open', 'paused', 'closing'],
  closing: ['open', 'paused', 'full', 'closed'],
  closed: ['closing'],
} as const satisfies Record<FundState, readonly FundState[]>

/** Where one administrator may move a fund from here. */
export const nextFundStates = (from: FundState): SettableState[] =>
  from === 'closing'
    ? []
    : settableStates.filter((to) => (fundTransitions[from] as readonly FundState[]).includes(to))
