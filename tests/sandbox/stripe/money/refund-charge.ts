import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { idOf, newId } from '../ids.ts'
import { buildRefund } from '../objects/refund.ts'
import { invalid } from '../stripe-error.ts'
import { settleRefund } from './settle-refund.ts'

type Wish = {
  charge: Stripe.Charge
  amount: number | undefined
  metadata: Record<string, string>
  reason: string | null
}

/** Gives money back to the card. Refused by Stripe's rules: more than is left, or while a dispute is open. */
export function refundCharge(account: Account, { charge, amount, metadata, reason }: Wish): Stripe.Refund {
  const left = charge.amount - charge.amount_refunded
  if (charge.status !== 'succeeded')
    throw invalid(`Charge ${charge.id} has not succeeded.`, 'charge', 'charge_not_refundable')
  if (holdsMoney(account, charge.id)) {
    throw invalid(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      'charge',
      'charge_disputed',
    )
  }
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, 'charge', 'charge_already_refunded')
  }
  const wanted = amount ?? left
  if (wanted < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  if (wanted > left) {
    throw invalid(
      `Refund amount (${dollars(wanted)}) is greater than unrefunded amount on charge (${dollars(left)})`,
      'amount',
    )
  }
  const refund = buildRefund({
    id: newId(charge.id.startsWith('py_') ? 'pyr' : 're'),
    created: account.seconds(),
    amount: wanted,
    charge: charge.id,
    paymentIntent: idOf(charge.payment_intent),
    metadata,
    reason,
  })
  account.create('refund', refund, 'refund.created')
  account.update(
    'charge',
    charge.id,
    { amount_refunded: charge.amount_refunded + wanted, refunded: wanted === left },
    'charge.refunded',
  )
  if (charge.balance_transaction && !account.settings.refundsWait) settleRefund(account, refund.id)
  return account.get('refund', refund.id)
}

/** A bank that holds the money back, or has kept it. An inquiry holds nothing; a dispute that was won gave it back. */
function holdsMoney(account: Account, charge: string): boolean {
  for (const dispute of account.tables.dispute.newest()) {
    if (dispute.charge === charge && ['needs_response', 'under_review', 'lost'].includes(dispute.status))
      return true
  }
  return false
}

const dollars = (amount: number) => `$${(amount / 100).toFixed(2)}`
