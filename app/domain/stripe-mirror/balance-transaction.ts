import type { StripePosting } from '#app/domain/ledger/classify-balance-transaction.ts'

/** A balance transaction as the sweep reads it: Stripe's facts, and what its source says of whose money it is. Amounts in cents. */
export type Movement = {
  id: string
  type: string
  reportingCategory: string
  amountCents: bigint
  feeCents: bigint
  netCents: bigint
  currency: string
  createdAt: Date
  availableOn: Date
  posting: StripePosting
  source: MovementSource
}

export type MovementSource =
  | { kind: 'charge'; charge: ChargeFacts }
  | (OfCharge & { kind: 'refund'; chargeId: string | null; requestId?: string | null })
  | (OfCharge & { kind: 'dispute'; chargeId: string; reason: string; status: string })
  | { kind: 'payout'; id: string; amountCents: bigint; automatic: boolean }
  | { kind: 'other'; id: string | null }

/** What comes of a charge later. Files of other systems know a charge by its payment intent as often as by its own id. */
type OfCharge = { id: string; paymentIntentId?: string | null; amountCents: bigint }

export type ChargeFacts = {
  id: string
  amountCents: bigint
  paymentIntentId: string | null
  /** Our own intent, from the metadata of a one-time payment. */
  intentId: string | null
  customerId: string | null
  cardBrand: string | null
  cardLast4: string | null
  /** Stripe's sign for the card, or what tells it apart without one. It is kept as a digest only. */
  cardMark: string | null
  createdAt: Date
}

/** Whose money a charge is: the intent that asked for it and, for a monthly gift, its schedule and invoice. */
export type ChargeOwner = {
  intentId: string
  monthly: {
    subscriptionId: string
    invoiceId: string
    /** Our version that Stripe carried when the invoice was made; null for the first, which is the intent's own. */
    versionId: string | null
    customerId: string | null
    first: boolean
  } | null
}
