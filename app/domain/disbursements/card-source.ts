import { Refusal } from '#app/domain/refusal.ts'
import type { PaymentMethod } from './disbursement.ts'
import type { PaymentSource } from './payment-source.server.ts'

/** How a form names one of a fund's cards as that which was paid with, by its last four digits. */
export const cardSource = (last4: string): string => `card-${last4}`

export const cardSourcePattern = /^card-\d{4}$/

export const cardOfSource = (source: string): { cardLast4: string } => ({ cardLast4: source.slice(-4) })

type Paid = { method: PaymentMethod; from?: PaymentSource }

/**
 * A card at a kiosk is a debit card, or one that stands for the money until its statement: where the fund has such a card, which of
 * them it was is said, never guessed. With every other method no card is named, and nothing is asked.
 */
export function whyNotThisCard({ method, from }: Paid, cards: string[]): Refusal | null {
  const last4 = typeof from === 'object' && 'cardLast4' in from ? from.cardLast4 : null
  if (method !== 'card_kiosk')
    return last4 || from === 'debit_card' ? new Refusal('card_pays_at_a_kiosk', {}, 'from') : null
  if (last4) return cards.includes(last4) ? null : new Refusal('card_is_of_its_fund', {}, 'from')
  const isOpen = from === undefined || from === 'bank'
  return isOpen && cards.length > 0 ? new Refusal('kiosk_card_is_named', {}, 'from') : null
}

type PartsPaid = { method: PaymentMethod; from?: PaymentSource[] | undefined }

/** The same of what was said of the parts of a bond that funds share, in their order, each by its own fund's cards. */
export function whyNotTheseCards({ method, from }: PartsPaid, parts: { cards: string[] }[]): Refusal | null {
  for (const [index, said] of (from ?? []).entries()) {
    const refusal = said && whyNotThisCard({ method, from: said }, parts[index]?.cards ?? [])
    if (refusal) return refusal
  }
  return null
}
