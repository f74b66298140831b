import { randomBytes } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

type Options = {
  appUrl: string
  /** Where a form of ours may lead besides ourselves: the payment pages. */
  paymentOrigins: string[]
}

/** No foreign script, style, font, image or frame on any page; scripts of ours only by the nonce of the one response. */
export function securityHeaders({ appUrl, paymentOrigins }: Options): RequestHandler[] {
  const secure = appUrl.startsWith('https://')
  const nonceOf = (_: unknown, response: unknown) => `'nonce-${(response as Response).locals.nonce}'`
  return [
    (_request, response, next) => {
      response.locals.nonce = randomBytes(16).toString('base64')
      next()
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'", nonceOf],
          styleSrc: ["'self'"],
          // Charts and bars carry their lengths in style attributes; no attribute of ours comes from what people type.
          styleSrcAttr: ["'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          // Browsers apply this to where a sent form is redirected, too.
          formAction: ["'self'", ...paymentOrigins],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      // With `no-referrer` a form without JavaScript would send `Origin: null`.
      referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
      crossOriginEmbedderPolicy: false,
    }),
  ]
}
