import { now } from '#app/platform/clock.ts'

/** A mail that SendGrid certainly did not take. */
export type SendFailure = {
  /** What it answered, as an HTTP status; 0 where no connection to it came about. */
  status: number
  /** Refused for what it is: trying again would be refused again. A wrong key of ours, or being busy, is not that. */
  isFinal: boolean
  /** How long SendGrid asks to wait; null where it does not say. */
  waitMilliseconds: number | null
}

const shortestWait = 1_000
const longestWait = 10 * 60_000
const aboutUs = new Set([401, 403, 408, 429])
const notReached = 0
/** Errors of a connection that was never made: nothing of the mail has left. */
const beforeAnythingLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Null where no answer came, so that nobody knows whether the mail was taken. */
export function sendFailureOf(error: unknown): SendFailure | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  const { code } = error
  if (typeof code === 'string' && beforeAnythingLeft.has(code)) {
    return { status: notReached, isFinal: false, waitMilliseconds: null }
  }
  if (typeof code !== 'number') return null
  const status = code
  return {
    status,
    isFinal: status >= 400 && status < 500 && !aboutUs.has(status),
    waitMilliseconds: status === 429 || status === 503 ? waitOf(headersOf(error)) : null,
  }
}

function headersOf(error: object): Record<string, unknown> {
  const response = 'response' in error ? error.response : null
  const headers = typeof response === 'object' && response && 'headers' in response ? response.headers : null
  return typeof headers === 'object' && headers !== null ? (headers as Record<string, unknown>) : {}
}

/** `Retry-After` in seconds or as a date, else SendGrid's own `X-RateLimit-Reset`; bounded, and spread so that not all return at once. */
function waitOf(headers: Record<string, unknown>): number | null {
  const asked = millisecondsOf(String(headers['retry-after'] ?? '')) ?? resetOf(headers['x-ratelimit-reset'])
  if (asked === null) return null
  const bounded = Math.min(Math.max(asked, shortestWait), longestWait)
  return Math.round(bounded * (1 + Math.random() / 4))
}

function millisecondsOf(retryAfter: string): number | null {
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter) * 1_000
  const at = retryAfter === '' ? Number.NaN : Date.parse(retryAfter)
  return Number.isNaN(at) ? null : at - now().getTime()
}

/** Seconds since 1970. */
function resetOf(reset: unknown): number | null {
  const at = Number(reset ?? Number.NaN)
  return Number.isFinite(at) ? at * 1_000 - now().getTime() : null
}
