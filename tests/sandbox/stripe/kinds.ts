import type Stripe from 'stripe'

/** What the sandbox keeps for Stripe's own objects, by kind. */
export type StripeKinds = {
  customer: Stripe.Customer
  product: Stripe.Product
  price: Stripe.Price
  payment_method: Stripe.PaymentMethod
  checkout_session: Stripe.Checkout.Session
  payment_intent: Stripe.PaymentIntent
  charge: Stripe.Charge
  refund: Stripe.Refund
  subscription: Stripe.Subscription
  invoice: Stripe.Invoice
  invoice_payment: Stripe.InvoicePayment
  dispute: Stripe.Dispute
  payout: Stripe.Payout
  balance_transaction: Stripe.BalanceTransaction
  event: Stripe.EventBase
  portal_session: Stripe.BillingPortal.Session
  portal_configuration: Stripe.BillingPortal.Configuration
}

/** What Stripe keeps to itself. */
type OwnKinds = {
  settings: Settings
  order: Order
  card: CardOnFile
  due: Due
  endpoint: Endpoint
  delivery: Delivery
  answer: KeptAnswer
  paid_out: PaidOut
}

export type Kinds = StripeKinds & OwnKinds
export type Kind = keyof Kinds

export type FailRule = {
  route: string
  mode: 'before' | 'after' | 'hang' | 'reset' | 'slow'
  status: number
  times: number
  delayMs: number
  replayed: boolean
}

export type Settings = {
  id: 'settings'
  clockOffsetMs: number
  feeBps: number
  feeFixed: number
  settleDelayMs: number
  automaticPayouts: boolean
  payoutDelayDays: number
  disputeFee: number
  disputeFeeReturned: boolean
  /** The balance is too small: new refunds are pending, and move no money until they are given up. */
  refundsWait: boolean
  retryDays: number[]
  afterRetries: 'cancel' | 'past_due'
  invoiceDraftSeconds: number
  /** Multiplies every pause between two attempts to deliver a webhook. */
  retryFactor: number
  webhooks: { mode: 'deliver' | 'hold' | 'drop'; duplicates: number; shuffle: boolean; delayMs: number }
  failNext: { code: string; subscription: string | null } | null
  fails: FailRule[]
  rateLimitPerSecond: number | null
  totp: { label: string; role: string; secret: string; signIn: string | null }[]
}

/** What a Checkout Session will make when it is paid; Stripe does not show it on the Session. */
type Order = {
  id: string
  lines: { price: string; quantity: number; description: string }[]
  paymentMetadata: Record<string, string>
  subscriptionMetadata: Record<string, string>
  description: string | null
  statementDescriptor: string | null
  statementDescriptorSuffix: string | null
  receiptEmail: string | null
}

type CardOnFile = { id: string; number: string }

export type Work =
  | 'settle-charge'
  | 'expire-session'
  | 'renew'
  | 'trial-will-end'
  | 'finalize-invoice'
  | 'retry-invoice'
  | 'resume-collection'
  | 'pay-out'
  | 'reconcile-payout'
  | 'pay-payout'

/** Something that happens later; `at` in milliseconds of the account's clock. */
export type Due = { id: string; at: number; work: Work; ref: string }

export type Endpoint = { id: string; created: number; url: string; secret: string; events: string[] }

/** One event on its way to one endpoint; times in milliseconds of real time. */
export type Delivery = {
  id: string
  event: string
  endpoint: string
  state: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  firstAt: number
  nextAt: number
}

export type KeptAnswer = {
  id: string
  fingerprint: string
  at: number
  status: number
  body: object
  request: string
}

type PaidOut = { id: string; payout: string }

const prefixes: Record<string, keyof StripeKinds> = {
  cus: 'customer',
  prod: 'product',
  price: 'price',
  pm: 'payment_method',
  cs: 'checkout_session',
  pi: 'payment_intent',
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  sub: 'subscription',
  in: 'invoice',
  inpay: 'invoice_payment',
  du: 'dispute',
  po: 'payout',
  txn: 'balance_transaction',
  evt: 'event',
  bps: 'portal_session',
  bpc: 'portal_configuration',
}

/** The kind that an id's prefix tells, or undefined. */
export const kindOf = (id: string): keyof StripeKinds | undefined => prefixes[id.slice(0, id.indexOf('_'))]

/** The word Stripe uses in "No such …". */
export const nameOf: Record<keyof StripeKinds, string> = {
  customer: 'customer',
  product: 'product',
  price: 'price',
  payment_method: 'PaymentMethod',
  checkout_session: 'checkout.session',
  payment_intent: 'payment_intent',
  charge: 'charge',
  refund: 'refund',
  subscription: 'subscription',
  invoice: 'invoice',
  invoice_payment: 'invoice_payment',
  dispute: 'dispute',
  payout: 'payout',
  balance_transaction: 'balance transaction',
  event: 'notification',
  portal_session: 'billing_portal.session',
  portal_configuration: 'configuration',
}
