import type { IncomingMessage, ServerResponse } from 'node:http'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { log } from '#app/platform/log.ts'
import { isSignedBySendgrid } from '#app/platform/mail-events.ts'
import { readRawBody } from './read-raw-body.ts'

const largestBody = 2_097_152

/**
 * SendGrid's events: verify the raw bytes, keep them with what follows from them, answer. 400 for a forged body, one more
 * than 300 s off, or one that is no list; 413 for more than 2 MiB; 200 once committed, now or before; 503 where it could
 * not be kept, so that SendGrid tells it again.
 */
export async function sendgridWebhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readRawBody(request, largestBody)
  if (body === 'gone') return
  if (body === 'too_large') return answer(response, 413, 'size')
  const { headers } = request
  const signed = isSignedBySendgrid(
    body,
    headers['x-twilio-email-event-webhook-signature'],
    headers['x-twilio-email-event-webhook-timestamp'],
  )
  const events = signed ? readSendgridEvents(body) : null
  if (!events) {
    log.warn('a webhook was refused', { route: '/webhooks/sendgrid', status: 400 })
    return answer(response, 400, signed ? 'shape' : 'signature')
  }
  try {
    await recordMailEvents({ events })
    answer(response, 200)
  } catch (error) {
    log.error('a webhook could not be kept', { route: '/webhooks/sendgrid', status: 503 }, error)
    answer(response, 503, 'unavailable')
  }
}

function answer(response: ServerResponse, status: number, refused?: string): void {
  const body = JSON.stringify(refused ? { refused } : { kept: true })
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
}
