import { Refusal } from '#app/domain/refusal.ts'
import { log } from '#app/platform/log.ts'

/** Stripe's failures in words: refuses with `stripe_unavailable`. For calls that charge nobody, whatever became of them. */
export async function reachingStripe<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!isStripeError(error)) throw error
    log.warn('Stripe did not do what was asked', {
      code: error.code ?? error.type,
      status: error.statusCode,
    })
    throw new Refusal('stripe_unavailable')
  }
}

type StripeError = { type: string; code?: string; param?: string; statusCode?: number }

export const isStripeError = (error: unknown): error is StripeError =>
  typeof error === 'object' && error !== null && 'type' in error && String(error.type).startsWith('Stripe')
