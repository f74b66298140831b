import { createHash } from 'node:crypto'
import type { Account } from './account.ts'
import type { KeptAnswer } from './kinds.ts'
import { StripeError } from './stripe-error.ts'

const day = 86_400_000

/** What makes two requests the same: endpoint and parameters. */
export const fingerprint = (method: string, path: string, body: string) =>
  createHash('sha256').update(`${method} ${path}\n${body}`).digest('base64url')

/** The answer kept under this key in the last 24 hours, if any; another request under the same key is refused. */
export function keptAnswer(account: Account, key: string, print: string): KeptAnswer | undefined {
  if (key.length > 255) {
    throw new StripeError(400, 'Idempotency keys must be at most 255 characters.', {
      type: 'idempotency_error',
    })
  }
  if (account.keysInUse.has(key)) {
    throw new StripeError(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { type: 'idempotency_error', code: 'idempotency_key_in_use' },
    )
  }
  const kept = account.find('answer', key)
  if (!kept || account.now() - kept.at >= day) return undefined
  if (kept.fingerprint !== print) {
    throw new StripeError(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: 'idempotency_error' },
    )
  }
  return kept
}
