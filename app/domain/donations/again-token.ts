import { sign, signatureMatches } from '#app/platform/crypto.ts'

const purpose = 'gift-offered-again'

/**
 * For the address that Stripe sends a donor back to. It names the intent and nothing of the donor; made of the intent
 * alone, so that a repeated call to Stripe carries the same address.
 */
export const againToken = (intentId: string): string => `${intentId}.${sign(purpose, intentId)}`

export function intentOfAgainToken(token: string): string | null {
  const [intentId = '', signature = ''] = token.split('.')
  return signatureMatches(purpose, intentId, signature) ? intentId : null
}

/** What the browser that made an intent keeps, so that only there the donor's name is filled in again. */
export const browserMark = (intentId: string): string => sign('gift-browser', intentId)

export const isBrowserMark = (intentId: string, mark: string): boolean =>
  signatureMatches('gift-browser', intentId, mark)
