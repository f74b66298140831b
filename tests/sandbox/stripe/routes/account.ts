import type Stripe from 'stripe'
import { stripeBalance } from '../money/balance.ts'
import { route } from '../route.ts'

export const accountRoutes = [
  route('GET /v1/account', [], ({ account }) => buildAccount(account.id)),
  route('GET /v1/balance', [], ({ account }) => stripeBalance(account)),
]

const buildAccount = (id: string) =>
  ({
    id,
    object: 'account',
    business_type: 'non_profit',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: 'sandbox@example.org',
    metadata: {},
    payouts_enabled: true,
    type: 'standard',
  }) satisfies Stripe.Account
