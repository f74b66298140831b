import type { IncomingMessage, ServerResponse } from 'node:http'
import { keyOf, readBody, redirect, sendJson, sendPage } from '../exchange.ts'
import { page } from '../pages/layout.ts'
import { html } from '../sendgrid/html.ts'
import type { Sandbox } from '../server.ts'
import { runDue } from '../stripe/run-due.ts'
import { StripeError } from '../stripe/stripe-error.ts'
import { type Act, acts } from './acts.ts'
import { readFields } from './fields.ts'

/**
 * `/control/*`: what a test or the control page asks of the world outside. JSON with the account's Bearer key; a form
 * from the control page speaks for the sandbox's own account and goes back to that page.
 */
export async function control(req: IncomingMessage, res: ServerResponse, sandbox: Sandbox) {
  const url = new URL(req.url ?? '/', sandbox.publicUrl)
  const type = req.headers['content-type']
  const isForm = type?.startsWith('application/x-www-form-urlencoded') ?? false
  try {
    const text = await readBody(req)
    const account = sandbox.runtime.accounts.ofKey(keyOf(req) ?? (isForm ? sandbox.key : undefined))
    if (!account)
      throw new StripeError(401, 'Say which account: Bearer sk_test_…', { type: 'invalid_request_error' })
    runDue(account)
    const { act, id } = findAct(req.method ?? 'GET', url.pathname)
    const fields = readFields(text, type)
    const answer = await act({
      account,
      fields,
      id,
      query: url.searchParams,
      deliverer: sandbox.runtime.deliverer(account),
    })
    if (isForm) redirect(res, '/')
    else sendJson(res, 200, answer)
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    if (isForm) sendPage(res, error.status, refusedPage(error.message))
    else sendJson(res, error.status, error.toJSON())
  }
}

function findAct(method: string, path: string): { act: Act; id: string } {
  for (const [endpoint, act] of Object.entries(acts)) {
    const [verb, pattern = ''] = endpoint.split(' ')
    const match = verb === method ? path.match(new RegExp(`^${pattern.replace(':id', '([^/]+)')}$`)) : null
    if (match) return { act, id: match[1] ?? '' }
  }
  throw new StripeError(404, `No such control call: ${method} ${path}`, { type: 'invalid_request_error' })
}

const refusedPage = (message: string) =>
  page(
    'Not possible · sandbox',
    html`<h1>That is not possible now</h1><p>${message}</p><p><a href="/">Go back</a></p>`,
  )
