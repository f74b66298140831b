import type { Cents } from '#app/domain/money/cents.ts'
import { signedTransfer, type Transfer, transfer } from '../transfer.ts'

type Gift = { fundId: string; part?: number; gift: Cents; feeCover: Cents }

/** The fund is credited the gross gift; the card fee is an expense, never a smaller gift. */
export const donationSettled = ({ gift, feeCover, ...of }: Gift): Transfer[] => [
  ...transfer({ code: 'donation', ...of, debit: 'stripe', credit: 'gifts', amount: gift }),
  ...transfer({ code: 'donation_fee_cover', ...of, debit: 'stripe', credit: 'fee_cover', amount: feeCover }),
]

/**
 * One donation's share of one refund. A share may be a cent below zero (see `allocateCumulative`): then it is
 * reversed.
 */
export const giftRefunded = ({ gift, feeCover, ...of }: Gift): Transfer[] => [
  ...signedTransfer({ code: 'refund', ...of, debit: 'gifts', credit: 'stripe', amount: gift }),
  ...signedTransfer({
    code: 'refund_fee_cover',
    ...of,
    debit: 'fee_cover',
    credit: 'stripe',
    amount: feeCover,
  }),
]

/**
 * The card network sent the refund back: the money is ours again, and the donor has to be reached another
 * way.
 */
export const refundFailed = ({ gift, feeCover, ...of }: Gift): Transfer[] => [
  ...signedTransfer({ code: 'refund_failed', ...of, debit: 'stripe', credit: 'gifts', amount: gift }),
  ...signedTransfer({
    code: 'refund_failed_fee_cover',
    ...of,
    debit: 'stripe',
    credit: 'fee_cover',
    amount: feeCover,
  }),
]

/** A cheque, cash, or the proceeds of stock: income when it clears, not when it is promised. */
export const offlineGiftCleared = (gift: {
  fundId: string
  part?: number
  into: 'bank' | 'cash_box'
  amount: Cents
}): Transfer[] => {
  const { into, ...of } = gift
  return transfer({ code: 'offline_gift', ...of, debit: into, credit: 'gifts' })
}

/** A part of such a gift that the fund gives back, out of where it lay. All of it at once is a reversal that names its transfer. */
export const offlineGiftPartBack = (part: {
  fundId: string
  outOf: 'bank' | 'cash_box'
  amount: Cents
}): Transfer[] => {
  const { outOf, ...of } = part
  return transfer({ code: 'offline_gift_back', ...of, debit: 'gifts', credit: outOf })
}

/** What the bank asks for a check that came back: a cost of the fund, never a smaller gift. */
export const checkReturnFee = (of: { fundId: string; amount: Cents }): Transfer[] =>
  transfer({ code: 'bank_fee', ...of, debit: 'bank_fees', credit: 'bank' })
