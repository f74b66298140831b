import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { stripe } from '#app/platform/stripe.ts'
import { settings } from '#tests/support/settings.ts'
import { knock, postRequest } from '../knock.ts'
import { shuffled, withDuplicates } from '../order.ts'
import type { Run } from '../rounds.ts'
import type { Row } from '../row.ts'
import { startServer } from '../server.ts'

const connections = 64

export const webhookAck: Row = {
  id: 'webhook-ack',
  what: 'webhooks kept and answered by the web process, 64 connections ÷ by a bare server that only verifies and parses',
  unit: 'webhooks/s',
  bar: 0.4,
  open: async (stage, { quick }) => {
    const { givenOrganization } = await import('#tests/support/given.ts')
    await givenOrganization()
    const [web, bare] = await Promise.all([
      startServer('app/entry.web.ts', stage.environment),
      startServer('tests/bench/servers/verify-only.ts', stage.environment),
    ])
    const size = quick ? 4_000 : 12_000
    const owner = new Client({ connectionString: stage.ownerUrl })
    await owner.connect()
    let sent = 0
    let worked = 0
    return {
      against: () => ring(bare.port, size),
      ours: async () => {
        sent += size
        return ring(web.port, size)
      },
      check: async () => {
        const { rows } = await owner.query<{ events: string; jobs: string }>(
          `select (select count(*) from stripe_event) as events,
                  (select count(distinct named) from graphile_worker._private_jobs j,
                     json_array_elements_text(j.payload -> 'eventIds') named) as jobs`,
        )
        const { events, jobs } = rows[0] ?? {}
        worked += Number(jobs)
        if (Number(events) !== sent || worked !== sent) {
          throw new Error(`${sent} webhooks were answered, ${events} are kept, with ${worked} jobs`)
        }
        // As the worker does, which takes away each job that it has done.
        await owner.query('delete from graphile_worker._private_jobs')
        await owner.query('vacuum analyze graphile_worker._private_jobs')
      },
      close: async () => {
        await owner.end()
        await web.stop()
        await bare.stop()
      },
    }
  },
}

/** Rings with events of their own, one in twenty twice. A doubled one is answered too, and does not count. */
async function ring(port: number, size: number): Promise<Run> {
  const requests = shuffled(withDuplicates(Array.from({ length: size }, signedEvent)))
  const { seconds, statuses } = await knock(port, requests, connections)
  if (statuses.get(200) !== requests.length) {
    throw new Error(`some were refused: ${JSON.stringify([...statuses])}`)
  }
  return { units: size, seconds }
}

function signedEvent(): Buffer {
  const payload = JSON.stringify(someEvent())
  const signature = stripe().webhooks.generateTestHeaderString({
    payload,
    secret: settings.STRIPE_WEBHOOK_SECRET ?? '',
  })
  return postRequest(
    '/webhooks/stripe',
    { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
    payload,
  )
}

/** A charge as Stripe rings for it, some 2 kB. */
const someEvent = () => ({
  id: `evt_${token()}`,
  object: 'event',
  api_version: '2026-10-28.endive',
  created: Math.floor(Date.now() / 1000),
  livemode: false,
  pending_webhooks: 1,
  request: { id: `req_${token()}`, idempotency_key: token() },
  type: 'charge.succeeded',
  data: {
    object: {
      ...{ id: `ch_${token()}`, object: 'charge', amount: 2500, amount_captured: 2500, amount_refunded: 0 },
      ...{
        balance_transaction: `txn_${token()}`,
        captured: true,
        currency: 'usd',
        customer: `cus_${token()}`,
      },
      billing_details: { address: { country: 'US', postal_code: '55401' }, email: 'giver@larkspur.example' },
      ...{
        calculated_statement_descriptor: 'LARKSPUR FREEDOM',
        disputed: false,
        livemode: false,
        paid: true,
      },
      metadata: { intent: token(), fund: token() },
      outcome: {
        network_status: 'approved_by_network',
        risk_level: 'normal',
        seller_message: 'Payment complete.',
      },
      payment_intent: `pi_${token()}`,
      payment_method_details: {
        type: 'card',
        card: {
          ...{ brand: 'visa', checks: { cvc_check: 'pass' }, country: 'US', exp_month: 8, exp_year: 2030 },
          ...{ fingerprint: token(), funding: 'credit', last4: '4242', network: 'visa', network_token: null },
          ...{
            three_d_secure: null,
            wallet: null,
            authorization_code: token(),
            overcapture: { status: 'none' },
          },
        },
      },
      ...{ receipt_url: `https://pay.stripe.com/receipts/payment/${token()}${token()}`, refunded: false },
      ...{ status: 'succeeded', transfer_data: null, transfer_group: null },
    },
  },
})

const token = (): string => randomBytes(12).toString('hex')
