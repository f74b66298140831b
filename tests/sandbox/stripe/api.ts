import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { keyOf, readBody, sendJson } from '../exchange.ts'
import { type Account, apiVersion } from './account.ts'
import type { Accounts } from './accounts.ts'
import { refuseWhenTooFast, serverError, takeFault } from './faults.ts'
import { fingerprint, keptAnswer } from './idempotency.ts'
import { newId } from './ids.ts'
import type { FailRule } from './kinds.ts'
import { checkParams, ParamError } from './param-rules.ts'
import { type Params, parseForm } from './params.ts'
import { present } from './present.ts'
import type { Route } from './route.ts'
import { endpoints, findRoute } from './routes/all.ts'
import { runDue } from './run-due.ts'
import { StripeError } from './stripe-error.ts'

type Request = {
  account: Account
  route: Route
  id: string
  requestId: string
  /** Null for requests that Stripe does not keep: everything but POST. */
  key: string | null
  print: string
  publicUrl: string
}

type Reply = { status: number; body: object; replayOf?: string }

/** One call of Stripe's API, in Stripe's order: key, limit, idempotency, parameters, effect, answer. */
export async function stripeApi(
  req: IncomingMessage,
  res: ServerResponse,
  accounts: Accounts,
  publicUrl: string,
) {
  const requestId = newId('req', 14)
  const url = new URL(req.url ?? '/', publicUrl)
  const body = await readBody(req)
  try {
    const account = accounts.ofKey(keyOf(req))
    if (!account) throw wrongKey(keyOf(req))
    const method = req.method ?? 'GET'
    const { route, id } = findRoute(method, url.pathname)
    const endpoint = `${route.method} ${route.path}`
    account.apiCalls[endpoint] = (account.apiCalls[endpoint] ?? 0) + 1
    refuseWhenTooFast(account, endpoint)
    refuseOtherVersion(req.headers['stripe-version'])
    runDue(account)
    const header = method === 'POST' ? req.headers['idempotency-key'] : undefined
    const key = typeof header === 'string' && header ? header : null
    const request = {
      account,
      route,
      id,
      requestId,
      key,
      print: fingerprint(method, url.pathname, body),
      publicUrl,
    }
    const kept = key ? keptAnswer(account, key, request.print) : undefined
    if (kept?.body) {
      const reply = { status: kept.status, body: kept.body, replayOf: kept.request }
      answer(res, request.requestId, key, reply)
      return
    }
    const params = parseForm(
      method === 'GET' || method === 'DELETE' ? `${url.search.slice(1)}&${body}` : body,
    )
    checkParams(params, route.allowed)
    await perform(
      request,
      params,
      takeFault(account, endpoint, (name) => endpoints.has(name)),
      res,
    )
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    answer(res, requestId, null, { status: error.status, body: error.toJSON() })
  }
}

async function perform(request: Request, params: Params, fault: FailRule | null, res: ServerResponse) {
  const { account, key } = request
  if (key) account.keysInUse.add(key)
  const free = () => key && account.keysInUse.delete(key)
  if (fault?.delayMs) await pause(fault.delayMs)
  if (fault?.mode === 'before') {
    const refusal = serverError(fault.status)
    const reply = { status: refusal.status, body: refusal.toJSON() }
    free()
    if (fault.replayed) account.unit(() => keep(request, reply))
    answer(res, request.requestId, key, reply)
    return
  }
  const reply = account.unit(() => run(request, params), {
    cause: { id: request.requestId, idempotency_key: key },
  })
  if (fault?.mode === 'hang') {
    res.once('close', free)
    return
  }
  free()
  if (fault?.mode === 'reset') res.socket?.destroy()
  else if (fault?.mode === 'after') {
    answer(res, request.requestId, key, { status: fault.status, body: serverError(fault.status).toJSON() })
  } else answer(res, request.requestId, key, reply)
}

/** The effect and the answer kept under the key are one row of the truth log. */
function run(request: Request, params: Params): Reply {
  const { account, route, id, publicUrl } = request
  try {
    const object = route.answer({ account, params, id, publicUrl })
    const reply = { status: 200, body: present(account, object, params.strings('expand')) }
    keep(request, reply, params.has('expand') ? undefined : object)
    return reply
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    const reply = { status: error.status, body: error.toJSON() }
    if (!(error instanceof ParamError)) keep(request, reply)
    return reply
  }
}

function keep({ account, key, print, requestId }: Request, { status, body }: Reply, object?: object) {
  if (!key) return
  const kept = { id: key, fingerprint: print, at: account.now(), status, body, request: requestId }
  account.keep(kept, object)
}

function answer(
  res: ServerResponse,
  requestId: string,
  key: string | null,
  { status, body, replayOf }: Reply,
) {
  sendJson(res, status, body, {
    'Request-Id': requestId,
    'Stripe-Version': apiVersion,
    ...(key && { 'Idempotency-Key': key }),
    ...(replayOf && { 'Idempotent-Replayed': 'true', 'Original-Request': replayOf }),
    ...(status === 429 && { 'Retry-After': '1', 'Stripe-Rate-Limited-Reason': 'endpoint-rate' }),
    // A kept 500 would only be replayed.
    ...(status >= 500 && { 'Stripe-Should-Retry': 'false' }),
  })
}

/** Objects have the shape of one version; an answer to another would be a wrong one. */
function refuseOtherVersion(version: string | string[] | undefined) {
  if (version === undefined || version === apiVersion) return
  throw new StripeError(400, `The sandbox speaks version ${apiVersion} only, not ${version}.`, {
    type: 'invalid_request_error',
  })
}

const wrongKey = (key: string | undefined) =>
  new StripeError(
    401,
    key ? `Invalid API Key provided: ${key.slice(0, 8)}****` : 'You did not provide an API key.',
    { type: 'invalid_request_error' },
  )
