import type Stripe from 'stripe'

export function buildLineItem(made: {
  price: Stripe.Price
  quantity: number
  description: string
}): Stripe.LineItem {
  const total = (made.price.unit_amount ?? 0) * made.quantity
  return {
    id: made.price.id.replace('price_', 'li_'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: 'usd',
    description: made.description,
    metadata: {},
    price: made.price,
    quantity: made.quantity,
  } satisfies Stripe.LineItem
}
