import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, inject } from 'vitest'

type Json = Record<string, unknown>

export const secret = 'whsec_fidelity'

/** An account of this test's own, driven through Stripe's SDK, with the controls of the world outside. */
export function openAccount(
  url: string = inject('sandboxUrl'),
  name = `fidelity_${randomUUID().replaceAll('-', '')}`,
) {
  const key = `sk_test_${name}`
  const { hostname, port } = new URL(url)
  const stripe = new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
  const control = async <T = Json>(endpoint: string, body?: Json): Promise<T> => {
    const [method, path] = endpoint.split(' ')
    const response = await fetch(`${url}/control/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${endpoint}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return { url, key, stripe, control }
}

export type OpenAccount = ReturnType<typeof openAccount>

/** An account that settles at once. */
export async function openQuickAccount() {
  const account = openAccount()
  await account.control('POST account', { settleDelayMs: 0 })
  return account
}

export async function giveOnce(
  account: OpenAccount,
  cents: number,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
) {
  return account.stripe.checkout.sessions.create({
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false },
    customer_email: 'robin@example.org',
    line_items: [
      { price_data: { currency: 'usd', product_data: { name: 'Gift' }, unit_amount: cents }, quantity: 1 },
    ],
    payment_intent_data: { metadata: { intent: 'intent_1' } },
    success_url: 'http://localhost:9/thanks?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:9/donate',
    ...more,
  })
}

export async function giveMonthly(account: OpenAccount, cents: number) {
  return account.stripe.checkout.sessions.create({
    mode: 'subscription',
    allowed_payment_method_types: ['card'],
    customer_email: 'robin@example.org',
    line_items: [
      {
        price_data: {
          currency: 'usd',
          product_data: { name: 'Monthly gift' },
          unit_amount: cents,
          recurring: { interval: 'month' },
        },
        quantity: 1,
      },
    ],
    subscription_data: { metadata: { plan: 'plan_1' } },
    success_url: 'http://localhost:9/thanks',
  })
}

export type Paid = { status: 'complete' | 'open'; charge: string | null; decline: { code: string } | null }

export const pay = (account: OpenAccount, session: { id: string }, card = '4242424242424242') =>
  account.control<Paid>(`POST sessions/${session.id}/pay`, { card })

/** Gives once and pays; the charge. */
export async function paidCharge(account: OpenAccount, cents: number, card?: string): Promise<Stripe.Charge> {
  const { charge } = await pay(account, await giveOnce(account, cents), card)
  return account.stripe.charges.retrieve(charge ?? '')
}

/** Starts a monthly gift; the subscription. */
export async function startedMonthly(
  account: OpenAccount,
  cents: number,
  card?: string,
): Promise<Stripe.Subscription> {
  const session = await giveMonthly(account, cents)
  await pay(account, session, card)
  const { subscription } = await account.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription'],
  })
  if (!subscription || typeof subscription === 'string') throw new Error('no subscription')
  return subscription
}

export const at = (iso: string) => Date.parse(iso) / 1000
export const setClock = (account: OpenAccount, iso: string) => account.control('POST clock', { at: at(iso) })
export const day = (seconds: number | null | undefined) =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10)

/** All of it, oldest first. */
export async function movements(account: OpenAccount): Promise<Stripe.BalanceTransaction[]> {
  const all = await account.stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })
  return all.reverse()
}

/** What failed, as the SDK throws it. */
export async function refusal(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('it should have been refused')
}

const listeners: Server[] = []

/** A receiver of webhooks that checks each signature with the SDK; `answer` gives the status of the nth call. */
export async function listen(account: OpenAccount, answer: (call: number) => number = () => 200) {
  const events: Stripe.Event[] = []
  let calls = 0
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      calls++
      const status = answer(calls)
      const body = Buffer.concat(chunks)
      const event = account.stripe.webhooks.constructEvent(
        body,
        req.headers['stripe-signature'] ?? '',
        secret,
      )
      if (status === 200) events.push(event)
      res.writeHead(status).end()
    })
  })
  listeners.push(server)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await account.control('POST account', { webhookUrl: `http://localhost:${port}/`, webhookSecret: secret })
  return { events, types: () => events.map(({ type }) => type as string), calls: () => calls }
}

afterAll(async () => {
  for (const server of listeners.splice(0)) {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
})
