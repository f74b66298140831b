import type { TFunction } from 'i18next'

const names: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** A card by its brand and last four digits; a brand that nobody knows is "a card". */
export const cardWords = (t: TFunction, { brand, last4 }: { brand: string; last4: string }): string => {
  const name = names[brand]
  return name ? t('donor:card.named', { brand: name, last4 }) : t('donor:card.other', { last4 })
}
