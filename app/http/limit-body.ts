import type { RequestHandler } from 'express'
import { wordsFor } from '#app/words/words.ts'

/** More than any form here holds. */
const largest = 256 * 1024

/** Refuses what no form of ours is: a body that is too large, or one that does not say how large it is. */
export const limitBody: RequestHandler = (request, response, next) => {
  const length = request.get('content-length')
  const chunked = request.get('transfer-encoding') !== undefined
  if (!chunked && Number(length ?? 0) <= largest) return next()
  const words = wordsFor(response.locals.language)
  response
    .status(chunked ? 411 : 413)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${words.t('errors:form_too_large')}\n`)
}
