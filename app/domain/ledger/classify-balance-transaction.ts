import { type Cents, cents, negate } from '#app/domain/money/cents.ts'

/**
 * The fields of Stripe's balance transaction that decide its posting; amounts in cents, signed as Stripe
 * signs them.
 */
export type BalanceTransaction = {
  type: string
  reporting_category: string
  currency: string
  amount: number
  fee: number
  net: number
}

type Kind =
  | 'charge'
  | 'refund'
  | 'refund_failed'
  | 'dispute'
  | 'dispute_won'
  | 'account_fee'
  | 'payout'
  | 'payout_failed'
  | 'reserve'
  | 'topup'
  | 'suspense'

/**
 * What a balance transaction means for the books. `amount` is signed in the direction of the posting's own
 * transfer (a refund of $5 is +$5 refunded), `fee` is what Stripe took for it, whichever kind it is; both
 * must be posted, or the ledger's `stripe` would no longer be the sum of nets. In `suspense` the amount is
 * the net that moved, fee included.
 */
export type StripePosting =
  | { kind: Exclude<Kind, 'suspense'>; amount: Cents; fee: Cents }
  | {
      kind: 'suspense'
      amount: Cents
      fee: Cents
      reason: 'unknown_type' | 'net_mismatch' | 'foreign_currency'
    }

export function classifyBalanceTransaction(transaction: BalanceTransaction): StripePosting {
  const { amount, fee, net } = transaction
  if (transaction.currency !== 'usd') return suspense(net, 'foreign_currency')
  if (amount - fee !== net) return suspense(net, 'net_mismatch')

  const meaning = meaningOf(transaction)
  if (!meaning) return suspense(net, 'unknown_type')
  return {
    kind: meaning.kind,
    amount: meaning.outward ? negate(cents(amount)) : cents(amount),
    fee: cents(fee),
  }
}

type Meaning = { kind: Exclude<Kind, 'suspense'>; outward: boolean }

const inward = (kind: Meaning['kind']): Meaning => ({ kind, outward: false })
const outward = (kind: Meaning['kind']): Meaning => ({ kind, outward: true })

const meanings: Record<string, Meaning> = {
  charge: inward('charge'),
  payment: inward('charge'),
  refund: outward('refund'),
  payment_refund: outward('refund'),
  refund_failure: inward('refund_failed'),
  stripe_fee: outward('account_fee'),
  tax_fee: outward('account_fee'),
  stripe_fx_fee: outward('account_fee'),
  payout: outward('payout'),
  payout_failure: inward('payout_failed'),
  payout_cancel: inward('payout_failed'),
  reserve_transaction: outward('reserve'),
  reserve_hold: outward('reserve'),
  reserve_release: outward('reserve'),
  reserved_funds: outward('reserve'),
  payout_minimum_balance_hold: outward('reserve'),
  payout_minimum_balance_release: outward('reserve'),
  payment_network_reserve_hold: outward('reserve'),
  payment_network_reserve_release: outward('reserve'),
  topup: inward('topup'),
  topup_reversal: inward('topup'),
}

/** A dispute has no type of its own: it is an adjustment, told apart by its reporting category. */
const adjustments: Record<string, Meaning> = {
  dispute: outward('dispute'),
  dispute_reversal: inward('dispute_won'),
}

function meaningOf({ type, reporting_category }: BalanceTransaction): Meaning | undefined {
  const table = type === 'adjustment' ? adjustments : meanings
  const key = type === 'adjustment' ? reporting_category : type
  return Object.hasOwn(table, key) ? table[key] : undefined
}

const suspense = (
  net: number,
  reason: Extract<StripePosting, { kind: 'suspense' }>['reason'],
): StripePosting => ({
  kind: 'suspense',
  amount: cents(net),
  fee: cents(0n),
  reason,
})
