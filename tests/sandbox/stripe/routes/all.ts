import type { Route } from '../route.ts'
import { invalid, StripeError } from '../stripe-error.ts'
import { accountRoutes } from './account.ts'
import { billingRoutes } from './billing.ts'
import { catalogRoutes } from './catalog.ts'
import { checkoutRoutes } from './checkout.ts'
import { disputeRoutes } from './disputes.ts'
import { eventRoutes } from './events.ts'
import { moneyRoutes } from './money.ts'
import { payoutRoutes } from './payouts.ts'
import { portalRoutes } from './portal.ts'
import { subscriptionRoutes } from './subscriptions.ts'

export const routes: Route[] = [
  ...accountRoutes,
  ...billingRoutes,
  ...catalogRoutes,
  ...checkoutRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...moneyRoutes,
  ...payoutRoutes,
  ...portalRoutes,
  ...subscriptionRoutes,
]

export const endpoints = new Set(routes.map(({ method, path }) => `${method} ${path}`))

/** Throws a typed 404 for everything that the sandbox does not know: never a body taken for success. */
export function findRoute(method: string, path: string): { route: Route; id: string } {
  for (const route of routes) {
    const match = route.method === method ? path.match(route.pattern) : null
    if (match) return { route, id: decode(match[1] ?? '') }
  }
  throw new StripeError(
    404,
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    { type: 'invalid_request_error' },
  )
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch (error) {
    if (error instanceof URIError) throw invalid(`Invalid id: ${id}`)
    throw error
  }
}
