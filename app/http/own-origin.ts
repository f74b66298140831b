import type { RequestHandler } from 'express'

type Options = {
  /** Where people open the site; its origin is ours. */
  appUrl: string
  /** Paths of signed machine callers, which have no browser and prove themselves otherwise. */
  skip?: (pathname: string) => boolean
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a visitor's browser send (CSRF). Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; a caller that sends neither is no browser and carries nobody's cookies.
 */
export function ownOrigin({ appUrl, skip }: Options): RequestHandler {
  const own = new URL(appUrl).origin
  return (request, response, next) => {
    if (harmless.has(request.method) || skip?.(request.path)) return next()
    const site = request.get('sec-fetch-site')
    const origin = request.get('origin')
    const ours = site ? site === 'same-origin' || site === 'none' : origin === undefined || origin === own
    if (ours) return next()
    response
      .status(403)
      .set('Cache-Control', 'no-store')
      .type('text/plain')
      .send('This was sent from another site, so nothing was done. Open the page here and send it again.\n')
  }
}
