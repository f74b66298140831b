import { stripe } from '#app/platform/stripe.ts'

/** When the bank last said no to an invoice that is still owed, and to which card; null where it said nothing yet. */
export async function lastTry(invoice: string): Promise<{ at: Date; cardId: string | null } | null> {
  const { data } = await stripe().invoicePayments.list({
    ...{ invoice, status: 'open', limit: 1 },
    expand: ['data.payment.payment_intent.latest_charge'],
  })
  const intent = data[0]?.payment.payment_intent
  const charge = intent && typeof intent !== 'string' ? intent.latest_charge : null
  if (!charge || typeof charge === 'string' || charge.status !== 'failed') return null
  return { at: new Date(charge.created * 1000), cardId: charge.payment_method }
}
