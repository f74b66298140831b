import type { RequestHandler } from 'express'

/** An address that no page can have, with broken escapes or a NUL in it, leads to the page that says so. */
export const readableAddress: RequestHandler = (request, _response, next) => {
  if (!isReadable(request.path)) {
    request.url = '/-'
    request.originalUrl = request.url
  }
  next()
}

function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}
