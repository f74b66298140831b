/** How a gift came. It decides which paper its giver gets. */
export const giftKinds = ['card', 'check', 'cash', 'donor_advised_fund', 'stock', 'goods', 'grant'] as const
export type GiftKind = (typeof giftKinds)[number]

export type PaperKind = 'receipt' | 'thanks' | 'in_kind' | 'grant'

/**
 * A receipt for money from the giver's own pocket; thanks without a word on taxes where a donor-advised fund paid, whose
 * keeper gave the receipt already (26 U.S.C. 4966); a description without a value for what is not money (IRS
 * publication 1771); a letter for a grant.
 */
export const paperOf = {
  card: 'receipt',
  check: 'receipt',
  cash: 'receipt',
  donor_advised_fund: 'thanks',
  stock: 'in_kind',
  goods: 'in_kind',
  grant: 'grant',
} as const satisfies Record<GiftKind, PaperKind>
