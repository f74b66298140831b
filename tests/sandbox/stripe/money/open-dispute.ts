import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { idOf, newId } from '../ids.ts'
import { buildDispute } from '../objects/dispute.ts'
import { invalid } from '../stripe-error.ts'
import { book } from './book.ts'

type Claim = { charge: string; amount?: number; reason?: string; inquiry?: boolean }

/**
 * The donor's bank takes the money back at once, and Stripe takes its fee; both in one `adjustment`. An inquiry only asks:
 * nothing moves.
 */
export function openDispute(account: Account, claim: Claim): Stripe.Dispute {
  const charge = account.get('charge', claim.charge, 'charge')
  if (charge.status !== 'succeeded' || charge.disputed)
    throw invalid(`Charge ${charge.id} cannot be disputed.`, 'charge')
  const amount = claim.amount ?? charge.amount - charge.amount_refunded
  if (amount < 1 || amount > charge.amount)
    throw invalid('The disputed amount must be a part of the charge.', 'amount')
  const dispute = buildDispute({
    id: newId('du'),
    created: account.seconds(),
    amount,
    charge: charge.id,
    paymentIntent: idOf(charge.payment_intent),
    reason: claim.reason ?? 'fraudulent',
    brand: charge.payment_method_details?.card?.brand ?? 'visa',
    inquiry: claim.inquiry ?? false,
  })
  if (claim.inquiry) {
    account.put('dispute', dispute)
    account.update('charge', charge.id, { disputed: true }, 'charge.updated')
    account.emit('charge.dispute.created', 'dispute', dispute.id)
    return account.get('dispute', dispute.id)
  }
  const withdrawn = book(account, {
    amount: -amount,
    fee: account.settings.disputeFee,
    type: 'adjustment',
    reportingCategory: 'dispute',
    description: `Chargeback withdrawal for ${charge.id}`,
    source: dispute.id,
  })
  account.put('dispute', { ...dispute, balance_transactions: [withdrawn] })
  account.update('charge', charge.id, { disputed: true }, 'charge.updated')
  account.emit('charge.dispute.created', 'dispute', dispute.id)
  account.emit('charge.dispute.funds_withdrawn', 'dispute', dispute.id)
  return account.get('dispute', dispute.id)
}
