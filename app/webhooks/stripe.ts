import type { IncomingMessage, ServerResponse } from 'node:http'
import { log } from '#app/platform/log.ts'
import { isLive, type Stripe, verifyWebhook } from '#app/platform/stripe.ts'
import type { Inbox } from './inbox.ts'
import { readRawBody } from './read-raw-body.ts'

const largestBody = 1_048_576

/**
 * Stripe's doorbell: verify the raw bytes, keep the event with a job, answer. Nothing else happens here, and nothing else
 * stands before it: no router, no parser. 400 for a forged event, one more than 300 s off, or one from another mode;
 * 413 for more than 1 MiB; 200 for one that is kept, now or before; 503 where it could not be kept, so that Stripe rings again.
 */
export const stripeWebhook =
  (inbox: Inbox) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readRawBody(request, largestBody)
    if (body === 'gone') return
    if (body === 'too_large') return answer(response, 413, { refused: 'size' })
    const event = verified(body, request.headers['stripe-signature'])
    if (!event || event.livemode !== isLive()) {
      log.warn('a webhook was refused', { route: '/webhooks/stripe', status: 400 })
      return answer(response, 400, { refused: 'signature' })
    }
    try {
      await inbox.keep({ event, body })
      answer(response, 200, { kept: event.id })
    } catch (error) {
      log.error('a webhook could not be kept', { route: '/webhooks/stripe', status: 503 }, error)
      answer(response, 503, { refused: 'unavailable' })
    }
  }

function verified(body: Buffer, signature: string | string[] | undefined): Stripe.Event | null {
  if (typeof signature !== 'string') return null
  try {
    return verifyWebhook(body, signature)
  } catch {
    return null
  }
}

function answer(response: ServerResponse, status: number, said: Record<string, string>): void {
  const body = JSON.stringify(said)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
}
