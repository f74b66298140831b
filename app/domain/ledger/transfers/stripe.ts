import { type Cents, subtract } from '#app/domain/money/cents.ts'
import type { AccountRef } from '../accounts.ts'
import { signedTransfer, type Transfer, type TransferCode } from '../transfer.ts'

/**
 * Amounts here carry the sign of the balance transaction's share, as each function says: Stripe corrects
 * itself with negative ones.
 */
type Signed = { fundId: string; part?: number; amount: Cents }

/**
 * Stripe's fee, in the fund or in `operating` by the fund's published policy. Below zero: a fee given back.
 */
export const stripeFeeTaken = ({ fee, ...of }: { fundId: string; part?: number; fee: Cents }): Transfer[] =>
  leg('processing_fee', { ...of, amount: fee }, 'processing_fees', 'stripe')

/**
 * `amount` is what this fund loses to the bank that took the gift back; the fee of the dispute is
 * `stripeFeeTaken`.
 */
export const disputeOpened = (share: Signed): Transfer[] => leg('dispute', share, 'dispute_losses', 'stripe')

export const disputeWon = (share: Signed): Transfer[] => leg('dispute_won', share, 'stripe', 'dispute_losses')

/** `amount` is this fund's net in the payout's composition; below zero when refunds exceeded gifts. */
export const payoutMade = (share: Signed): Transfer[] => leg('payout_made', share, 'in_transit', 'stripe')

export const payoutArrived = (share: Signed): Transfer[] => leg('payout_arrived', share, 'bank', 'in_transit')

/** Comes back out of `in_transit`, or out of `bank` when the payout had already been booked as arrived. */
export const payoutFailed = ({ from, ...share }: Signed & { from: 'in_transit' | 'bank' }): Transfer[] =>
  leg('payout_failed', share, 'stripe', from)

/** `amount` is what Stripe sets aside out of our balance; below zero when it lets it go. */
export const reserveMoved = (share: Signed): Transfer[] =>
  leg('stripe_reserve', share, 'stripe_reserve', 'stripe')

/** Money sent from the bank into the Stripe balance; below zero when it was sent back. */
export const toppedUp = (share: Signed): Transfer[] => leg('stripe_topup', share, 'stripe', 'bank')

/**
 * A movement of `moved` (above zero: came in) whose meaning nobody knows yet. Cleared by `suspenseWasGift` or
 * `suspenseWasOperating`, or by reversing it and posting what it was.
 */
export const notUnderstood = ({
  moved,
  ...share
}: Signed & { moved: 'stripe' | 'bank' | 'cash_box' }): Transfer[] =>
  leg('suspense', share, moved, 'suspense')

/**
 * What waited in suspense was a fund's gift: `amount` as its giver paid it, `fee` what Stripe took of it; below zero a
 * gift that went back. The cash stays in the balance of `operating`, which from now on owes it to the fund. As with
 * every gift the fund is credited the gross, and the fee falls on whom its published policy says.
 */
export const suspenseWasGift = (gift: {
  operatingId: string
  fundId: string
  amount: Cents
  fee: Cents
  feesPaidBy: 'fund' | 'operating'
}): Transfer[] => {
  const { operatingId, fundId, amount, fee } = gift
  const owedToFund: AccountRef = { account: 'interfund', sub: fundId }
  const dueFromOperating: AccountRef = { account: 'interfund', sub: operatingId }
  const feeOf =
    gift.feesPaidBy === 'fund'
      ? { fundId, owes: dueFromOperating }
      : { fundId: operatingId, owes: owedToFund }
  return [
    ...leg(
      'suspense_assigned',
      { fundId: operatingId, amount: subtract(amount, fee) },
      'suspense',
      owedToFund,
    ),
    ...leg(amount < 0n ? 'refund' : 'donation', { fundId, amount }, dueFromOperating, 'gifts'),
    ...leg('processing_fee', { fundId: feeOf.fundId, amount: fee }, 'processing_fees', feeOf.owes),
  ]
}

/** What waited in suspense was the organization's own: found money, or below zero a cost of taking payments. */
export const suspenseWasOperating = (share: Signed): Transfer[] =>
  leg('suspense_assigned', share, 'suspense', share.amount < 0n ? 'processing_fees' : 'recoveries')

const leg = (code: TransferCode, share: Signed, debit: AccountRef, credit: AccountRef): Transfer[] =>
  signedTransfer({ code, ...share, debit, credit })
