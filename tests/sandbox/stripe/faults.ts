import type { Account } from './account.ts'
import type { FailRule } from './kinds.ts'
import { StripeError } from './stripe-error.ts'

const recent = new WeakMap<Account, Map<string, { second: number; count: number }>>()

/** Stripe's limit per endpoint, before anything else is looked at. */
export function refuseWhenTooFast(account: Account, endpoint: string) {
  const limit = account.settings.rateLimitPerSecond
  if (limit === null) return
  const counts = recent.get(account) ?? new Map<string, { second: number; count: number }>()
  recent.set(account, counts)
  const second = Math.floor(Date.now() / 1000)
  const seen = counts.get(endpoint)
  const count = seen?.second === second ? seen.count + 1 : 1
  counts.set(endpoint, { second, count })
  if (count > limit) {
    account.tooFast++
    throw new StripeError(
      429,
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      {
        type: 'invalid_request_error',
        code: 'rate_limit',
      },
    )
  }
}

/**
 * The ordered fault for this request, used up by one. A rule's `route` is an endpoint (`POST /v1/refunds`,
 * `DELETE /v1/subscriptions/:id`); one that is no endpoint is a prefix (`POST /v1/`).
 */
export function takeFault(
  account: Account,
  endpoint: string,
  isEndpoint: (route: string) => boolean,
): FailRule | null {
  const index = account.settings.fails.findIndex(({ route }) =>
    isEndpoint(route) ? endpoint === route : endpoint.startsWith(route),
  )
  const rule = account.settings.fails[index]
  if (!rule) return null
  const fails = account.settings.fails.flatMap((other, at) =>
    at !== index ? [other] : other.times > 1 ? [{ ...other, times: other.times - 1 }] : [],
  )
  account.unit(() => account.configure({ fails }))
  return rule
}

export const serverError = (status: number) =>
  new StripeError(status, 'An unknown error occurred. The sandbox was asked to fail here.', {
    type: 'api_error',
  })
