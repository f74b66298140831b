import type { Account } from '../account.ts'
import { bankAnswer, cardNumber, looksOf, type Refusal } from '../cards.ts'
import { newId } from '../ids.ts'
import { buildPaymentMethod } from '../objects/customer.ts'

/**
 * What the portal's form does, by Stripe's words: the new card becomes the customer's default. A subscription that has a
 * default of its own keeps it, and nothing that is open is tried. The refusal is null when the card was taken.
 */
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
  return null
}
