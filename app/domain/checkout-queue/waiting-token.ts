import { sign, signatureMatches } from '#app/platform/crypto.ts'

const purpose = 'gift-waits'

/** For the address of the page on which a gift waits for its payment page. It names the intent, and nothing of the donor. */
export const waitingToken = (intentId: string): string => `${intentId}.${sign(purpose, intentId)}`

export function intentOfWaitingToken(token: string): string | null {
  const [intentId = '', signature = ''] = token.split('.')
  return signatureMatches(purpose, intentId, signature) ? intentId : null
}
