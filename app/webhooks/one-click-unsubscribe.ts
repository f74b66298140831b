import type { RequestHandler } from 'express'
import { endConsent } from '#app/domain/impact-updates/end-consent.server.ts'
import { readUnsubscribeToken } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { log } from '#app/platform/log.ts'
import { readRawBody } from './read-raw-body.ts'

const largestBody = 4_096

/**
 * What a mail program sends for its reader (RFC 8058): one POST to the address in `List-Unsubscribe`, without cookies and
 * from wherever it likes, with `List-Unsubscribe=One-Click` as a form of either kind. The address says it all, so this
 * stands before the check of where a request comes from. 200 once it is ended, now or before; 404 for a made-up address;
 * 400 for another body.
 */
export const oneClickUnsubscribe: RequestHandler = async (request, response) => {
  const body = await readRawBody(request, largestBody)
  if (body === 'gone') return
  response.set('Cache-Control', 'no-store').type('text/plain')
  if (body === 'too_large' || !isOneClick(body.toString('latin1'))) {
    response.status(400).send('Send List-Unsubscribe=One-Click.\n')
    return
  }
  const stopping = readUnsubscribeToken(String(request.params.token ?? ''))
  if (!stopping) {
    response.status(404).send('There is no such link.\n')
    return
  }
  try {
    await endConsent(stopping)
    response.status(200).send('Stopped.\n')
  } catch (error) {
    log.error('a topic could not be ended', { route: '/unsubscribe', status: 503 }, error)
    response.status(503).send('Please try again.\n')
  }
}

/** As `a=b`, or as a part of multipart/form-data. */
const isOneClick = (body: string): boolean =>
  /(?:^|&)List-Unsubscribe=One-Click(?:&|\s*$)/.test(body) ||
  /name="List-Unsubscribe"\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/.test(body)
