import type { Account, Delivery } from './account.ts'
import { answer, answerJson, type Exchange } from './exchange.ts'
import { inboxPage, mailPage, missingPage } from './inbox-pages.ts'
import { isTo, readMail } from './read-mail.ts'

const perPage = 50

/** `/inbox?to=&before=`: newest first, a page at a time. */
export function showInbox(exchange: Exchange, account: Account): true {
  const { to, query, params } = readQuery(exchange, account)
  const found = newestFirst(account, to, { before: params.get('before'), limit: perPage + 1 })
  const mails = found.slice(0, perPage).map(readMail)
  const last = found.length > perPage ? mails.at(-1) : undefined
  const older = last && `/inbox?${new URLSearchParams({ key: account.key, to, before: last.id })}`
  return answer(exchange, 200, 'text/html', inboxPage({ account, mails, to, older, query }), pagePolicy)
}

/**
 * `/inbox.json?to=&after=&limit=`: newest first; `after` is the id of the last mail that the caller knows; `total` counts
 * all that match before the limit (100 unless told, at most 10,000) is applied.
 */
export function listInbox(exchange: Exchange, account: Account): true {
  const { to, params } = readQuery(exchange, account)
  const limit = Math.min(Number(params.get('limit')) || 100, 10_000)
  const found = newestFirst(account, to, { after: params.get('after'), limit: Number.POSITIVE_INFINITY })
  return answerJson(exchange, 200, { total: found.length, mails: found.slice(0, limit).map(readMail) })
}

/** `/inbox/:id`, `/inbox/:id/html`, `/inbox/:id/text`. */
export function showMail(exchange: Exchange, account: Account, id: string, part: string | undefined): true {
  const { query } = readQuery(exchange, account)
  const delivery = account.byId.get(id)
  if (!delivery) return answer(exchange, 404, 'text/html', missingPage(query), pagePolicy)
  const mail = readMail(delivery)
  if (part === 'html') return answer(exchange, 200, 'text/html', openLinksOutside(mail.html), mailPolicy)
  if (part === 'text') return answer(exchange, 200, 'text/plain', mail.text)
  return answer(exchange, 200, 'text/html', mailPage(account, mail, query), pagePolicy)
}

const pagePolicy = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
}

/** A mail program runs no script and, until asked, loads nothing from elsewhere; so does this one. */
const mailPolicy = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox",
}

/** A link in the frame opens beside the inbox, as in a mail program. */
const openLinksOutside = (html: string) =>
  html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`)

function readQuery({ url }: Exchange, account: Account) {
  const params = url.searchParams
  const query = `?${new URLSearchParams({ key: account.key })}`
  return { params, query, to: (params.get('to') ?? '').trim() }
}

function newestFirst(
  account: Account,
  to: string,
  { before, after, limit }: { before?: string | null; after?: string | null; limit: number },
): Delivery[] {
  const found: Delivery[] = []
  let started = !before || !account.byId.has(before)
  for (let index = account.deliveries.length - 1; index >= 0 && found.length < limit; index -= 1) {
    const delivery = account.deliveries[index]
    if (!delivery || delivery.id === after) break
    if (started && (!to || isTo(delivery, to))) found.push(delivery)
    if (delivery.id === before) started = true
  }
  return found
}
