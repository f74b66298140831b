import type { Account, FailMode } from './account.ts'
import { type EventName, eventNames } from './event.ts'
import { generateKeys, postEvent, publicKeyOf, readPrivateKey } from './event-post.ts'
import { answerJson, cameFromForm, type Exchange, readFields, redirect } from './exchange.ts'
import type { MailStore } from './mail-store.ts'
import { isTo } from './read-mail.ts'
import { isText, isThing } from './shapes.ts'

/** `GET /control/mail`: what the account is set to. */
export const showControl = (exchange: Exchange, account: Account) =>
  answerJson(exchange, 200, settingsOf(account))

/**
 * `POST /control/mail { fail?, rateLimit?, eventsUrl?, eventsPrivateKey? }`. `fail: { status, times, mode? }` and
 * `rateLimit: { limit, seconds }` last until used up or set to null; the webhook's address and key are kept for good.
 */
export async function setControl(exchange: Exchange, store: MailStore, account: Account): Promise<true> {
  const fields = await readFields(exchange)
  if (!fields) return refuse(exchange, 'Send a JSON object.')
  const { fail, rateLimit, eventsUrl, eventsPrivateKey } = fields
  if (fail != null && !isFailure(fail)) return refuse(exchange, 'fail is { status, times, mode? } or null.')
  if (rateLimit != null && !isRateLimit(rateLimit))
    return refuse(exchange, 'rateLimit is { limit, seconds } or null.')
  if (eventsUrl !== undefined && !(isText(eventsUrl) && URL.canParse(eventsUrl))) {
    return refuse(exchange, 'eventsUrl is the address that takes the events.')
  }
  if (eventsPrivateKey !== undefined && !isPrivateKey(eventsPrivateKey)) {
    return refuse(exchange, 'eventsPrivateKey is a P-256 private key: PEM, or PKCS#8 DER in base64.')
  }

  if (fail !== undefined) account.fail = fail === null ? undefined : { mode: 'before', ...fail }
  if (rateLimit !== undefined) {
    account.rateLimit = rateLimit === null ? undefined : { ...rateLimit, from: 0, used: 0 }
  }
  if (eventsUrl !== undefined || eventsPrivateKey !== undefined) {
    store.settle(account.key, { eventsUrl, eventsPrivateKey })
  }
  return answerJson(exchange, 200, settingsOf(account))
}

/** `POST /control/mail/keys`: makes the pair that signs the events, keeps it, and shows both halves once. */
export function makeKeys(exchange: Exchange, store: MailStore, account: Account): true {
  const keys = generateKeys()
  store.settle(account.key, { eventsPrivateKey: keys.privateKey })
  return answerJson(exchange, 200, keys)
}

/** `POST /control/mail/events { id | to, event, copies? }`: posts the event, signed, and tells how it was received. */
export async function raiseEvent(exchange: Exchange, store: MailStore, account: Account, now: () => number) {
  const fields = await readFields(exchange)
  if (!fields || !isEventName(fields.event))
    return refuse(exchange, `event is one of ${eventNames.join(', ')}.`)
  const copies = Number(fields.copies ?? 1)
  if (!Number.isInteger(copies) || copies < 1 || copies > 1000)
    return refuse(exchange, 'copies is 1 to 1000.')
  const delivery = findDelivery(account, fields)
  if (!delivery) return answerJson(exchange, 404, { error: 'No such mail in this account.' })
  const { eventsUrl: url, eventsPrivateKey: privateKey } = account
  if (!url || !privateKey) {
    return answerJson(exchange, 409, { error: 'Set eventsUrl and eventsPrivateKey at /control/mail first.' })
  }

  store.recordEvent(account.key, delivery.id, fields.event)
  const posted = await postEvent({ url, privateKey, name: fields.event, delivery, at: now(), copies })
  if (cameFromForm(exchange)) {
    return redirect(exchange, `/inbox/${delivery.id}?${new URLSearchParams({ key: account.key })}`)
  }
  return answerJson(exchange, 200, { id: delivery.id, ...posted })
}

function findDelivery(account: Account, { id, to }: Record<string, unknown>) {
  if (isText(id)) return account.byId.get(id)
  return isText(to) ? account.deliveries.findLast((delivery) => isTo(delivery, to)) : undefined
}

const settingsOf = ({ fail, rateLimit, eventsUrl, eventsPrivateKey, deliveries }: Account) => ({
  mails: deliveries.length,
  fail: fail ?? null,
  rateLimit: rateLimit ? { limit: rateLimit.limit, seconds: rateLimit.seconds } : null,
  eventsUrl: eventsUrl ?? null,
  eventsPublicKey: eventsPrivateKey ? publicKeyOf(eventsPrivateKey) : null,
})

const refuse = (exchange: Exchange, error: string) => answerJson(exchange, 400, { error })

const isEventName = (value: unknown): value is EventName => eventNames.some((name) => name === value)

const failModes = ['before', 'after', 'hang', 'reset']

const isFailure = (value: unknown): value is { status: number; times: number; mode?: FailMode } =>
  isThing(value) &&
  isWhole(value.status, 400, 599) &&
  isWhole(value.times, 1, 1_000_000) &&
  (value.mode === undefined || failModes.some((mode) => mode === value.mode))

const isRateLimit = (value: unknown): value is { limit: number; seconds: number } =>
  isThing(value) && isWhole(value.limit, 0, 1_000_000) && isWhole(value.seconds, 1, 3600)

const isWhole = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most

function isPrivateKey(value: unknown): value is string {
  if (!isText(value)) return false
  try {
    return readPrivateKey(value).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
