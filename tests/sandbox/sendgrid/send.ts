import type { Account } from './account.ts'
import { checkMailBody, type Fault } from './check-mail-body.ts'
import { bearerKey, type Exchange, parseJson, readBytes } from './exchange.ts'
import type { MailBody } from './mail-body.ts'
import type { MailStore } from './mail-store.ts'

/** SendGrid's largest request: message, recipients and attachments together. */
const largestRequest = 30 * 1024 * 1024

/** `POST /v3/mail/send`: 202 with `X-Message-Id` and an empty body, or SendGrid's errors. */
export async function send(exchange: Exchange, store: MailStore): Promise<true> {
  const key = bearerKey(exchange.req)
  if (!key || !/^SG\.[\w.-]+$/.test(key)) {
    return refuse(exchange, 401, 'The provided authorization grant is invalid, expired, or revoked')
  }
  const account = store.account(key)
  const limits = countRequest(account)
  if (limits?.exceeded) return refuse(exchange, 429, 'too many requests', limits.headers)

  const failure = takeFailure(account)
  if (failure?.mode === 'hang') return hang(exchange)
  if (failure?.mode === 'reset') return reset(exchange)
  if (failure?.mode === 'before') return fail(exchange, failure.status)

  const body = await readMailBody(exchange)
  if ('refusal' in body) return body.refusal
  if (body.mail.mail_settings?.sandbox_mode?.enable) return accepted(exchange, 200, limits?.headers)
  const messageId = store.accept(key, body.mail)
  if (failure) return fail(exchange, failure.status)
  return accepted(exchange, 202, { ...limits?.headers, 'X-Message-Id': messageId })
}

async function readMailBody(exchange: Exchange): Promise<{ mail: MailBody } | { refusal: true }> {
  if (!(exchange.req.headers['content-type'] ?? '').startsWith('application/json')) {
    return { refusal: refuse(exchange, 415, 'Content-Type should be application/json.') }
  }
  const bytes = await readBytes(exchange, largestRequest)
  if (!bytes) return { refusal: refuse(exchange, 413, 'Payload Too Large') }
  const body = parseJson(bytes.toString('utf8'))
  const faults =
    body === undefined ? [{ message: 'Bad Request', field: null, help: null }] : checkMailBody(body)
  return faults.length > 0 ? { refusal: answerErrors(exchange, 400, faults) } : { mail: body as MailBody }
}

/** Counts on the machine's clock, not the sandbox's: the caller really waits until the reset. */
function countRequest({ rateLimit }: Account) {
  if (!rateLimit) return undefined
  const second = Math.floor(Date.now() / 1000)
  if (second >= rateLimit.from + rateLimit.seconds) {
    rateLimit.from = second
    rateLimit.used = 0
  }
  rateLimit.used += 1
  return {
    exceeded: rateLimit.used > rateLimit.limit,
    headers: {
      'X-RateLimit-Limit': String(rateLimit.limit),
      'X-RateLimit-Remaining': String(Math.max(0, rateLimit.limit - rateLimit.used)),
      'X-RateLimit-Reset': String(rateLimit.from + rateLimit.seconds),
    },
  }
}

function takeFailure(account: Account) {
  const { fail } = account
  if (!fail) return undefined
  fail.times -= 1
  if (fail.times <= 0) account.fail = undefined
  return fail
}

const fail = (exchange: Exchange, status: number) =>
  refuse(exchange, status, 'The sandbox was asked to fail.')

/** Reads and never answers; the caller's own timeout ends it. */
function hang({ req }: Exchange): true {
  req.resume()
  return true
}

function reset({ req }: Exchange): true {
  req.socket.destroy()
  return true
}

const refuse = (exchange: Exchange, status: number, message: string, headers?: Record<string, string>) =>
  answerErrors(exchange, status, [{ message, field: null, help: null }], headers)

function answerErrors(
  { req, res }: Exchange,
  status: number,
  errors: Fault[],
  headers: Record<string, string> = {},
): true {
  req.resume()
  res.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  res.end(JSON.stringify({ errors }))
  return true
}

function accepted({ res }: Exchange, status: number, headers: Record<string, string> = {}): true {
  res.writeHead(status, { 'Content-Length': '0', ...headers })
  res.end()
  return true
}
