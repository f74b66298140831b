import type Stripe from 'stripe'

export type Movement = {
  id: string
  created: number
  amount: number
  fee: number
  type: string
  reportingCategory: string
  description: string | null
  source: string | null
  availableOn: number
}

/** Every cent that moves at Stripe is one of these; `net` is `amount` less `fee`. */
export function buildBalanceTransaction(made: Movement): Stripe.BalanceTransaction {
  return {
    id: made.id,
    object: 'balance_transaction',
    amount: made.amount,
    available_on: made.availableOn,
    balance_type: 'payments',
    created: made.created,
    currency: 'usd',
    description: made.description,
    exchange_rate: null,
    fee: made.fee,
    fee_details:
      made.fee === 0
        ? []
        : [
            {
              amount: made.fee,
              application: null,
              currency: 'usd',
              description: feeName(made),
              type: 'stripe_fee',
            },
          ],
    net: made.amount - made.fee,
    reporting_category: made.reportingCategory,
    source: made.source,
    status: 'pending',
    type: made.type,
  } satisfies Stripe.BalanceTransaction
}

const feeName = ({ reportingCategory }: Movement) =>
  reportingCategory.startsWith('dispute') ? 'Dispute fee' : 'Stripe processing fees'
