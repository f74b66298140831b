import type { IncomingMessage, ServerResponse } from 'node:http'
import { makeKeys, raiseEvent, setControl, showControl } from './control.ts'
import { answer, type Exchange, keyOf } from './exchange.ts'
import { listInbox, showInbox, showMail } from './inbox.ts'
import { openMailStore, type Truth } from './mail-store.ts'
import { send } from './send.ts'

/**
 * A stand-in SendGrid: takes mail as `POST /v3/mail/send` does, keeps it in the truth log, shows it at `/inbox`, and posts
 * signed events when the control calls ask. `now` is the sandbox's clock in milliseconds since 1970; `defaultKey` is the
 * account that pages and control calls mean when they name none. `handle` answers true for every path that is its own.
 */
export function createSendgrid(options: {
  truth: Truth
  now(): number
  defaultKey?: string
  events?: { url: string; privateKey: string }
}) {
  const store = openMailStore(options.truth, options.now)
  const defaultKey = options.defaultKey || process.env.SANDBOX_SENDGRID_KEY || 'SG.sandbox'
  const { events } = options
  if (events) store.settle(defaultKey, { eventsUrl: events.url, eventsPrivateKey: events.privateKey })

  return {
    async handle(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
      const exchange: Exchange = { req, res, url: new URL(req.url ?? '/', 'http://sandbox') }
      const { pathname } = exchange.url
      if (pathname === '/v3/mail/send') {
        return req.method === 'POST' ? send(exchange, store) : notAllowed(exchange, 'POST')
      }
      const account = () => store.account(keyOf(exchange, defaultKey))
      switch (pathname) {
        case '/inbox':
          return readOnly(exchange, () => showInbox(exchange, account()))
        case '/inbox.json':
          return readOnly(exchange, () => listInbox(exchange, account()))
        case '/control/mail':
          if (req.method === 'GET') return showControl(exchange, account())
          return writeOnly(exchange, () => setControl(exchange, store, account()))
        case '/control/mail/keys':
          return writeOnly(exchange, () => makeKeys(exchange, store, account()))
        case '/control/mail/events':
          return writeOnly(exchange, () => raiseEvent(exchange, store, account(), options.now))
      }
      const [, id, part] = /^\/inbox\/([\w-]+)(?:\/(html|text))?$/.exec(pathname) ?? []
      return id ? readOnly(exchange, () => showMail(exchange, account(), id, part)) : false
    },
  }
}

const readOnly = (exchange: Exchange, act: () => true) =>
  exchange.req.method === 'GET' || exchange.req.method === 'HEAD' ? act() : notAllowed(exchange, 'GET')

const writeOnly = async (exchange: Exchange, act: () => true | Promise<true>) =>
  exchange.req.method === 'POST' ? act() : notAllowed(exchange, 'POST')

const notAllowed = (exchange: Exchange, allowed: string) =>
  answer(exchange, 405, 'text/plain', 'Method not allowed', { Allow: allowed })
