import type { RequestHandler } from 'express'
import { largestFile } from '#app/domain/documents/document.ts'
import { wordsFor } from '#app/words/words.ts'

/** More than any form here holds. */
const largestForm = 256 * 1024

/** Only these forms bring a file; around it stand a few fields. */
const bringsFile = /^\/admin\/(?:cases\/[^/]+\/documents|bonds\/[^/]+\/evidence)\/?$/

/**
 * Refuses what no form of ours is: a body that is too large, or one that does not say how large it is. It is refused by
 * what it says, before a byte of it is kept.
 */
export const limitBody: RequestHandler = (request, response, next) => {
  const length = request.get('content-length')
  const chunked = request.get('transfer-encoding') !== undefined
  const withFile = request.method === 'POST' && bringsFile.test(request.path)
  const largest = withFile ? largestFile + largestForm : largestForm
  if (!chunked && Number(length ?? 0) <= largest) return next()
  const words = wordsFor(response.locals.language)
  response
    .status(chunked ? 411 : 413)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${words.t(withFile ? 'errors:file_too_large' : 'errors:form_too_large')}\n`)
}
