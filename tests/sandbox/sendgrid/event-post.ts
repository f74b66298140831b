import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import type { Delivery } from './account.ts'
import type { EventName } from './event.ts'
import { readMail } from './read-mail.ts'

export type Posted = { sgEventId: string; statuses: (number | string)[] }

/**
 * Posts one event as SendGrid's signed event webhook, `copies` times with the same `sg_event_id`, and tells each answer's
 * status (or the network's error). The signature's time is the machine's, as a receiver judges its age by its own clock.
 */
export async function postEvent(event: {
  url: string
  privateKey: string
  name: EventName
  delivery: Delivery
  at: number
  copies: number
}): Promise<Posted> {
  const sgEventId = randomBytes(16).toString('base64url')
  const body = JSON.stringify([eventBody(event.name, event.delivery, event.at, sgEventId)])
  const key = readPrivateKey(event.privateKey)
  const statuses = await Promise.all(Array.from({ length: event.copies }, () => post(event.url, key, body)))
  return { sgEventId, statuses }
}

/** A new P-256 pair, in base64 DER as SendGrid shows its public key. */
export function generateKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** The public half that the receiver is given: base64 DER (SubjectPublicKeyInfo). */
export const publicKeyOf = (privateKey: string) =>
  createPublicKey(readPrivateKey(privateKey)).export({ type: 'spki', format: 'der' }).toString('base64')

/** PEM or base64 PKCS#8 DER. Throws where it is neither. */
export function readPrivateKey(text: string): KeyObject {
  if (text.includes('BEGIN')) return createPrivateKey(text)
  return createPrivateKey({ key: Buffer.from(text, 'base64'), type: 'pkcs8', format: 'der' })
}

async function post(url: string, key: KeyObject, body: string): Promise<number | string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = sign('sha256', Buffer.from(timestamp + body), key).toString('base64')
  const headers = {
    'Content-Type': 'application/json;charset=utf-8',
    'User-Agent': 'SendGrid Event API',
    'X-Twilio-Email-Event-Webhook-Signature': signature,
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
  }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    // A receiver that is down is a result here, told to whoever asked for the event.
    return error instanceof Error ? error.message : String(error)
  }
}

/** Custom arguments stand beside SendGrid's own fields, as in a real event. */
function eventBody(name: EventName, delivery: Delivery, at: number, sgEventId: string) {
  const mail = readMail(delivery)
  return {
    ...mail.customArgs,
    email: mail.to[0]?.email ?? '',
    timestamp: Math.floor(at / 1000),
    event: name === 'blocked' ? 'bounce' : name,
    category: mail.categories,
    'smtp-id': `<${delivery.messageId}@geopod-ismtpd-0>`,
    sg_event_id: sgEventId,
    sg_message_id: `${delivery.messageId}.recvd-sandbox-${delivery.position}`,
    ...details[name],
  }
}

const details: Record<EventName, Record<string, string | number>> = {
  delivered: { response: '250 2.0.0 OK', tls: 1 },
  bounce: {
    type: 'bounce',
    reason: '550 5.1.1 The email account that you tried to reach does not exist.',
    status: '5.1.1',
    bounce_classification: 'Invalid Address',
    tls: 1,
  },
  deferred: { response: '451 4.7.1 Please try again later', attempt: '1', tls: 1 },
  blocked: {
    type: 'blocked',
    reason: '452 4.2.2 The email account that you tried to reach is over quota.',
    status: '4.2.2',
    bounce_classification: 'Mailbox Unavailable',
    tls: 1,
  },
  dropped: { reason: 'Bounced Address', status: '5.0.0' },
  spamreport: {},
  unsubscribe: {},
  group_unsubscribe: { asm_group_id: 1 },
}
