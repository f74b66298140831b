export const giftMarks = ['refunded', 'partly_refunded', 'refund_failed', 'disputed'] as const
export type GiftMark = (typeof giftMarks)[number]

export type ListedGift = {
  id: string
  receiptNumber: string
  donorName: string
  /** Masked: the address itself is shown on the gift's page, and who looked is kept. */
  email: string
  amountCents: bigint
  refundedCents: bigint
  last4: string | null
  isMonthly: boolean
  occurredAt: Date
  marks: GiftMark[]
}
