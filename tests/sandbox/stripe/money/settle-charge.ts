import type { Account } from '../account.ts'
import { dayStart } from '../calendar.ts'
import { isDisputed } from '../cards.ts'
import { book } from './book.ts'
import { openDispute } from './open-dispute.ts'
import { settleRefund } from './settle-refund.ts'

/**
 * Capture is asynchronous: the balance transaction is null at `charge.succeeded`, and `charge.updated` announces it.
 * Fee: basis points and a fixed part, rounded half up.
 */
export function settleCharge(account: Account, id: string) {
  const charge = account.get('charge', id)
  if (charge.balance_transaction) return
  const { feeBps, feeFixed, payoutDelayDays } = account.settings
  const transaction = book(account, {
    amount: charge.amount,
    fee: Math.floor((charge.amount * feeBps + 5000) / 10_000) + feeFixed,
    type: id.startsWith('py_') ? 'payment' : 'charge',
    reportingCategory: 'charge',
    description: charge.description,
    source: id,
    availableOn: dayStart(account.now(), payoutDelayDays),
  })
  account.update(
    'charge',
    id,
    { balance_transaction: transaction.id, receipt_url: `https://pay.stripe.com/receipts/${id}` },
    'charge.updated',
  )
  for (const refund of account.tables.refund.oldest()) {
    if (refund.charge === id && !refund.balance_transaction) settleRefund(account, refund.id)
  }
  const card = charge.payment_method ? account.find('card', charge.payment_method) : undefined
  if (card && isDisputed(card.number)) openDispute(account, { charge: id })
}
