import type { Account } from '../account.ts'
import { refundsFail } from '../cards.ts'
import { idOf } from '../ids.ts'
import { book } from './book.ts'
import { failRefund } from './fail-refund.ts'

/** The money of a refund leaves the balance. Stripe keeps its fee of the charge. */
export function settleRefund(account: Account, id: string) {
  const refund = account.get('refund', id)
  const charge = account.get('charge', idOf(refund.charge) ?? '')
  const transaction = book(account, {
    amount: -refund.amount,
    type: id.startsWith('pyr_') ? 'payment_refund' : 'refund',
    reportingCategory: 'refund',
    description: `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
    source: id,
  })
  account.update(
    'refund',
    id,
    { balance_transaction: transaction.id, status: 'succeeded' },
    'refund.updated',
    'charge.refund.updated',
  )
  const card = account.find('card', charge.payment_method ?? '')
  if (card && refundsFail(card.number)) failRefund(account, id)
}
