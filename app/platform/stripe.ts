import Stripe from 'stripe'
import { env } from './env.ts'

/** The one place that names Stripe's API version. */
const stripeApiVersion = '2026-10-28.endive'

let client: Stripe | undefined

/**
 * Stripe through its own SDK; without keys, to the sandbox over HTTP.
 * The SDK retries connection errors and 5xx with the same idempotency key; it does not retry 429.
 */
export function stripe(): Stripe {
  client ??= new Stripe(env().STRIPE_SECRET_KEY, {
    apiVersion: stripeApiVersion,
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
    ...sandboxHost(env().HOMEWARD_SANDBOX_URL),
  })
  return client
}

/** Whether real money can move. */
export const isLive = (): boolean => /^(sk|rk)_live_/.test(env().STRIPE_SECRET_KEY)

/**
 * Verifies the signature over the raw bytes and a timestamp at most 300 s away in either direction.
 * The SDK checks the past only. Throws for a forged, stale or future webhook.
 */
export function verifyWebhook(rawBody: Buffer, signature: string): Stripe.Event {
  const tolerance = 300
  const event = stripe().webhooks.constructEvent(rawBody, signature, env().STRIPE_WEBHOOK_SECRET, tolerance)
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1])
  if (signedAt - Date.now() / 1000 > tolerance) throw new Error('webhook is dated in the future')
  return event
}

export type { Stripe }

function sandboxHost(url: string | undefined) {
  if (!url) return {}
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname, port, protocol: protocol === 'https:' ? ('https' as const) : ('http' as const) }
}
