import type { Request, RequestHandler } from 'express'
import { fallbackLanguage, isLanguage, type Language, languages } from '#app/words/languages.ts'
import { splitLanguage } from './paths.ts'

declare module 'express-serve-static-core' {
  interface Locals {
    language: Language
    /** The path without its language prefix. */
    pathname: string
    nonce: string
  }
}

/**
 * Decides the language of a request: the address's prefix, then the cookie, then the browser. The prefix is taken off
 * before the pages see the address, so that each page exists once.
 */
export const chooseLanguage: RequestHandler = (request, response, next) => {
  const url = new URL(request.originalUrl, 'http://localhost')
  const { language, pathname } = splitLanguage(url.pathname)
  response.locals.pathname = pathname
  response.locals.language = language ?? cookieLanguage(request) ?? browserLanguage(request)
  if (language) {
    request.originalUrl = `${pathname}${url.search}`
    request.url = request.originalUrl
  }
  response.vary('Accept-Language')
  next()
}

function cookieLanguage(request: Request): Language | null {
  const value = /(?:^|;\s*)language=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  return isLanguage(value) ? value : null
}

function browserLanguage(request: Request): Language {
  const preferred = request.acceptsLanguages([...languages])
  return typeof preferred === 'string' && isLanguage(preferred) ? preferred : fallbackLanguage
}
