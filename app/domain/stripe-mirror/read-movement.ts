import { classifyBalanceTransaction } from '#app/domain/ledger/classify-balance-transaction.ts'
import type { Stripe } from '#app/platform/stripe.ts'
import type { ChargeFacts, Movement, MovementSource } from './balance-transaction.ts'

/** Reads one of Stripe's balance transactions, whose `source` was expanded. */
export function readMovement(transaction: Stripe.BalanceTransaction): Movement {
  return {
    id: transaction.id,
    type: transaction.type,
    reportingCategory: transaction.reporting_category,
    amountCents: BigInt(transaction.amount),
    feeCents: BigInt(transaction.fee),
    netCents: BigInt(transaction.net),
    currency: transaction.currency,
    createdAt: instant(transaction.created),
    availableOn: instant(transaction.available_on),
    posting: classifyBalanceTransaction(transaction),
    source: readSource(transaction.source),
  }
}

function readSource(source: Stripe.BalanceTransaction['source']): MovementSource {
  if (source === null) return { kind: 'other', id: null }
  if (typeof source === 'string') return { kind: 'other', id: source }
  switch (source.object) {
    case 'charge':
      return { kind: 'charge', charge: readCharge(source) }
    case 'refund':
      return {
        kind: 'refund',
        id: source.id,
        chargeId: idOf(source.charge),
        paymentIntentId: idOf(source.payment_intent),
        amountCents: BigInt(source.amount),
        requestId: source.metadata?.request ?? null,
      }
    case 'dispute':
      return {
        kind: 'dispute',
        id: source.id,
        chargeId: idOf(source.charge) ?? '',
        paymentIntentId: idOf(source.payment_intent),
        amountCents: BigInt(source.amount),
        reason: source.reason,
        status: source.status,
      }
    case 'payout':
      return {
        kind: 'payout',
        id: source.id,
        amountCents: BigInt(source.amount),
        automatic: source.automatic,
      }
    default:
      return { kind: 'other', id: source.id }
  }
}

const readCharge = (charge: Stripe.Charge): ChargeFacts => ({
  id: charge.id,
  amountCents: BigInt(charge.amount),
  paymentIntentId: idOf(charge.payment_intent),
  intentId: charge.metadata.intent ?? null,
  customerId: idOf(charge.customer),
  cardBrand: charge.payment_method_details?.card?.brand ?? null,
  cardLast4: charge.payment_method_details?.card?.last4 ?? null,
  cardMark: cardMark(charge.payment_method_details?.card),
  createdAt: instant(charge.created),
})

function cardMark(card: Stripe.Charge.PaymentMethodDetails.Card | undefined): string | null {
  if (!card) return null
  return card.fingerprint ?? `${card.brand} ${card.last4} ${card.exp_month}/${card.exp_year}`
}

const idOf = (reference: string | { id: string } | null): string | null =>
  reference === null || typeof reference === 'string' ? reference : reference.id

const instant = (seconds: number): Date => new Date(seconds * 1000)
