import type { Cents } from '#app/domain/money/cents.ts'
/** Whether a relative can post their part themselves. A code: a sentence could name a person. */
export const offerAnswers = ['declined', 'unable', 'agreed_self_post'] as const
export type OfferAnswer = (typeof offerAnswers)[number]

/** In which way a family's part comes. */
export const receiptMethods = ['check', 'cashiers_check', 'money_order', 'transfer', 'cash'] as const
export type ReceiptMethod = (typeof receiptMethods)[number]

/** In which way a family's part is given back to them. */
export const payoutMethods = ['check', 'transfer', 'cash', 'money_order'] as const
export type PayoutMethod = (typeof payoutMethods)[number]

export const payoutStates = ['proposed', 'approved', 'paid', 'withdrawn'] as const
export type PayoutState = (typeof payoutStates)[number]

/** Why a sum that was received is taken back: it never came after all, or not as it was written down. */
export const reversalReasons = ['check_returned', 'entered_wrong'] as const
export type ReversalReason = (typeof reversalReasons)[number]

/** Where a family's money is, in cents. All that was held is posted, back, lost, paid out or still held. */
export type FamilyMoney = {
  received: bigint
  held: bigint
  posted: bigint
  lost: bigint
  recovered: bigint
  paidOut: bigint
}

/** What a payment of bail may say beside the fund's own part. */
export type BeyondOwnPart = {
  /** The family's part, out of what is held for them by an agreement. */
  family?: { agreementId: string; amount: Cents } | undefined
  /** The full bond that the judge set, where the deposit is a percentage of it. */
  exposure?: Cents | undefined
}
