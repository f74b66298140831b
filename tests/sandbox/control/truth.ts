import type { Account } from '../stripe/account.ts'
import { idOf } from '../stripe/ids.ts'
import type { Asked } from './acts.ts'

/**
 * Every movement of money that really happened, oldest first, numbered from 1; `?after=N` gives the later ones. With
 * each come the metadata of the payment behind it, so that books can be compared without asking the app. Cents.
 */
export function truthRows({ account, query }: Asked): object {
  const after = Number(query.get('after') ?? 0)
  const rows = []
  let n = 0
  for (const transaction of account.tables.balance_transaction.arrived()) {
    n++
    if (n <= after) continue
    const source = idOf(transaction.source)
    const charge = source && chargeBehind(account, source)
    rows.push({
      n,
      at: transaction.created,
      id: transaction.id,
      type: transaction.type,
      reportingCategory: transaction.reporting_category,
      amountCents: transaction.amount,
      feeCents: transaction.fee,
      netCents: transaction.net,
      source,
      payout: account.find('paid_out', transaction.id)?.payout ?? null,
      charge: charge ? charge.id : null,
      paymentIntent: charge ? idOf(charge.payment_intent) : null,
      customer: charge ? idOf(charge.customer) : null,
      metadata: charge ? charge.metadata : {},
    })
  }
  return { rows }
}

function chargeBehind(account: Account, source: string) {
  const charge = account.find('charge', source)
  const via = account.find('refund', source)?.charge ?? account.find('dispute', source)?.charge
  return charge ?? account.find('charge', idOf(via) ?? '')
}
