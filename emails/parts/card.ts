import type { Reader } from './reader.ts'

/** The card as its holder knows it; `brand` is Stripe's lower-case word for it. */
export type Card = { brand: string; last4: string }

export function cardText({ t, apart }: Reader, { brand, last4 }: Card): string {
  return t('mail:card.named', {
    brand: apart(brandName(brand) ?? t('mail:card.other')),
    last4: apart(last4),
  })
}

/** How the network writes its own name, where it is one that we know. */
export const brandName = (brand: string): string | undefined => brandNames[brand]

/** Names as the networks write them; the same in every language. */
const brandNames: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  cartes_bancaires: 'Cartes Bancaires',
  eftpos_au: 'eftpos',
}
