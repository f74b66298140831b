import type { Cents } from '#app/domain/money/cents.ts'
import type { GiftKind } from '#app/domain/receipts/gift-kind.ts'

/** How a gift may come that nobody but people sees coming. What is given in kind has no place in the books. */
export const offlineKinds = [
  'check',
  'cash',
  'donor_advised_fund',
  'stock',
  'grant',
] as const satisfies GiftKind[]
export type OfflineKind = (typeof offlineKinds)[number]

/** What a gift was given for, where its giver said so. A code, so that nobody is named here. */
export const memos = ['none', 'appeal', 'event', 'workplace', 'congregation', 'bequest'] as const
export type Memo = (typeof memos)[number]

/** Where a deposit was taken: checks, wires and sold stock to the bank, cash to either. */
export const keptIn = ['bank', 'cash_box'] as const
export type KeptIn = (typeof keptIn)[number]

export const fundsAtMost = 10
export const piecesAtMost = 200

export const reversalReasons = ['returned_by_bank', 'given_back', 'entered_wrongly'] as const
export type ReversalReason = (typeof reversalReasons)[number]

/** What one fund gives back of what it got. */
export type ReversalPart = { fundId: string; amount: Cents }

/** What is written on the piece in one's hand. What its kind has no use for is empty. */
export type Piece = {
  kind: OfflineKind
  amount: Cents
  /** A day of the organization's, as `2026-11-21`. */
  receivedOn: string
  /** The check's number; the number that a donor-advised fund or a foundation gave the grant. */
  reference: string
  /** Who keeps the donor-advised fund. Its adviser is the donor: they are thanked, and get no receipt. */
  sponsor: string
  ticker: string
  /** As typed, up to six decimals. */
  shares: string
  memo: Memo
  /** Empty where all of it is for the batch's only fund. */
  split: { fundId: string; amount: Cents }[]
}

/** The donor that was found, or what is known of a new one; the name also where the found one has none yet. */
export type Giver = { donorId: string | null; name: string; email: string; language: string }
