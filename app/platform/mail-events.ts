import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { now } from './clock.ts'
import { env } from './env.ts'

/** As Stripe's: older may be a replay, and a clock may run ahead on either side. */
const mostSecondsOff = 300

/**
 * Whether SendGrid signed these very bytes, and lately: ECDSA with SHA-256 over the timestamp and the body, with the
 * public half that SendGrid shows beside the webhook (SENDGRID_WEBHOOK_KEY). False without a key.
 */
export function isSignedBySendgrid(body: Buffer, signature: unknown, timestamp: unknown): boolean {
  const key = publicKey()
  if (!key || typeof signature !== 'string' || typeof timestamp !== 'string') return false
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now().getTime() / 1_000 - Number(timestamp)) > mostSecondsOff) return false
  try {
    return verify(
      'sha256',
      Buffer.concat([Buffer.from(timestamp), body]),
      key,
      Buffer.from(signature, 'base64'),
    )
  } catch {
    // A signature that is none.
    return false
  }
}

let known: { text: string; key: KeyObject } | undefined

function publicKey(): KeyObject | null {
  const text = env().SENDGRID_WEBHOOK_KEY
  if (!text) return null
  if (known?.text !== text) known = { text, key: readPublicKey(text) }
  return known.key
}

/** Base64 of a SubjectPublicKeyInfo, as SendGrid shows it. Throws where it is none. */
const readPublicKey = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' })
