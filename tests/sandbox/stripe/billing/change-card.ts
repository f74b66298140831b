import type { Account } from '../account.ts'
import { bankAnswer, cardNumber, looksOf, type Refusal } from '../cards.ts'
import { newId } from '../ids.ts'
import { buildPaymentMethod } from '../objects/customer.ts'
import { collectInvoice } from './collect-invoice.ts'
import { isLive } from './item-of.ts'

/** What the portal's form does. The refusal is null when the card was taken and every open invoice was paid. */
export function changeCard(account: Account, customerId: string, typed: string): Refusal | null {
  const number = cardNumber(typed)
  if (!number) return { code: 'incorrect_number', declineCode: null, message: 'Your card number is invalid.' }
  const refusal = bankAnswer(number, false)
  if (refusal) return refusal
  const customer = account.get('customer', customerId)
  const card = account.put('card', { id: newId('pm'), number })
  account.create(
    'payment_method',
    buildPaymentMethod({
      id: card.id,
      created: account.seconds(),
      card: looksOf(number),
      customer: customerId,
      email: customer.email,
      name: customer.name ?? null,
    }),
    'payment_method.attached',
  )
  account.update(
    'customer',
    customerId,
    { invoice_settings: { ...customer.invoice_settings, default_payment_method: card.id } },
    'customer.updated',
  )
  for (const subscription of [...account.tables.subscription.oldest()]) {
    if (subscription.customer !== customerId || !isLive(subscription)) continue
    account.update(
      'subscription',
      subscription.id,
      { default_payment_method: card.id },
      'customer.subscription.updated',
    )
    const open = openInvoice(account, subscription.id)
    const outcome = open ? collectInvoice(account, open, { scheduled: false }) : null
    if (outcome?.refusal) return outcome.refusal
  }
  return null
}

function openInvoice(account: Account, subscription: string): string | undefined {
  for (const invoice of account.tables.invoice.newest()) {
    const mine = invoice.parent?.subscription_details?.subscription === subscription
    if (mine && invoice.status === 'open') return invoice.id
  }
  return undefined
}
