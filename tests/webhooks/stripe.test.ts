import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { stripeWebhook } from '#app/webhooks/stripe.ts'
import { settings } from '#tests/support/settings.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const secret = settings.STRIPE_WEBHOOK_SECRET ?? ''
const now = () => Math.floor(Date.now() / 1000)

let pool: Pool
let server: Server
beforeAll(async () => {
  pool = openPool({ max: 4 })
  server = await listen(pool)
})
afterAll(async () => {
  server.close()
  await pool.end()
})

describe('refused with 400, and nothing is stored', () => {
  test('a forged signature', async () => {
    const event = someEvent()
    const forged = signatureOf(event, { secret: 'whsec_of_someone_else' })
    expect(await ring(event, forged)).toBe(400)
    expect(await kept(event)).toEqual({ events: 0, jobs: 0 })
  })

  test('a body that was changed after it was signed', async () => {
    const event = someEvent()
    const signature = signatureOf(event)
    expect(await ring({ ...event, type: 'charge.refunded' }, signature)).toBe(400)
    expect(await kept(event)).toEqual({ events: 0, jobs: 0 })
  })

  test.each([
    ['signed 301 s ago', -301],
    ['dated 301 s ahead', 302],
    ['dated a day ahead', 86_400],
  ])('%s', async (_, seconds) => {
    const { event, status } = await rungAt(seconds)
    expect(status).toBe(400)
    expect(await kept(event)).toEqual({ events: 0, jobs: 0 })
  })

  test('from the other mode: a live event at a test key', async () => {
    const event = someEvent({ livemode: true })
    expect(await ring(event)).toBe(400)
    expect(await kept(event)).toEqual({ events: 0, jobs: 0 })
  })

  test.each([
    ['no signature', null],
    ['an empty one', ''],
    ['something else', 'Bearer abc'],
    ['a time without a signature', `t=${now()}`],
  ])('%s', async (_, signature) => {
    const event = someEvent()
    expect(await ring(event, signature)).toBe(400)
    expect(await kept(event)).toEqual({ events: 0, jobs: 0 })
  })

  test('a body that is no event, though it is signed', async () => {
    for (const body of ['', 'null', '[]', '{', '{"object":"event"}']) {
      expect(await ringWith(body, signatureOf(body)), body).toBe(400)
    }
  })
})

describe('kept once, with one job', () => {
  test.each([
    ['now', 0],
    ['299 s ago', -299],
    ['299 s ahead', 299],
  ])('signed %s', async (_, seconds) => {
    const { event, status } = await rungAt(seconds)
    expect(status).toBe(200)
    expect(await kept(event)).toEqual({ events: 1, jobs: 1 })
  })

  test('rung twice, and twice again with other content', async () => {
    const event = someEvent()
    expect(await ring(event)).toBe(200)
    expect(await ring(event)).toBe(200)
    expect(await ring({ ...event, type: 'charge.failed' })).toBe(200)
    expect(await kept(event)).toEqual({ events: 1, jobs: 1 })
    expect(await typeOf(event)).toBe('charge.succeeded')
  })

  test('50 at once', async () => {
    const event = someEvent()
    const answers = await Promise.all(Array.from({ length: 50 }, () => ring(event)))
    expect(new Set(answers)).toEqual(new Set([200]))
    expect(await kept(event)).toEqual({ events: 1, jobs: 1 })
  })

  test('200 different ones among their doubles, each once', async () => {
    const events = Array.from({ length: 200 }, () => someEvent())
    const shuffled = [...events, ...events.slice(0, 40)].sort(() => Math.random() - 0.5)
    const answers = await Promise.all(shuffled.map((event) => ring(event)))
    expect(new Set(answers)).toEqual(new Set([200]))
    expect(await keptOf(events)).toEqual({ events: 200, jobs: 200 })
  })
})

test('while the database is away it answers 503, and keeps the event when it is rung again', async () => {
  const away = openPool({ max: 2, url: 'postgresql://homeward_app@localhost/homeward?host=/nowhere' })
  const stranded = await listen(away)
  const event = someEvent()

  expect(await ring(event, signatureOf(event), stranded)).toBe(503)
  expect(await kept(event)).toEqual({ events: 0, jobs: 0 })

  stranded.close()
  await away.end()
  expect(await ring(event)).toBe(200)
  expect(await kept(event)).toEqual({ events: 1, jobs: 1 })
})

test('an event that the database will not take fails alone, whatever it came with', async () => {
  const poison = someEvent({ type: 'nul\u0000byte' })
  const good = Array.from({ length: 60 }, () => someEvent())
  const answers = await Promise.all(
    [...good.slice(0, 30), poison, ...good.slice(30)].map((event) => ring(event)),
  )
  expect(answers.filter((status) => status !== 200)).toEqual([503])
  expect(await keptOf(good)).toEqual({ events: 60, jobs: 60 })
})

type Event = ReturnType<typeof someEvent>

/** Rung so many seconds after it was signed, by a clock that did not turn meanwhile: the age would be another. */
async function rungAt(seconds: number) {
  for (;;) {
    const [event, at] = [someEvent(), now()]
    const status = await ring(event, signatureOf(event, { timestamp: at + seconds }))
    if (now() === at) return { event, status }
  }
}

/** An event as Stripe sends it, of a charge that exists nowhere: the doorbell looks at none. */
function someEvent(facts: { livemode?: boolean; type?: string } = {}) {
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: now(),
    livemode: false,
    pending_webhooks: 1,
    type: 'charge.succeeded',
    data: { object: { id: `ch_${randomUUID()}`, object: 'charge', amount: 2500 } },
    ...facts,
  }
}

const signatureOf = (event: Event | string, options: { secret?: string; timestamp?: number } = {}): string =>
  stripe().webhooks.generateTestHeaderString({
    payload: typeof event === 'string' ? event : JSON.stringify(event),
    secret,
    ...options,
  })

const ring = (event: Event, signature: string | null = signatureOf(event), at: Server = server) =>
  ringWith(JSON.stringify(event), signature, at)

async function ringWith(body: string, signature: string | null, at: Server = server): Promise<number> {
  const response = await fetch(`http://localhost:${(at.address() as AddressInfo).port}/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature === null ? {} : { 'stripe-signature': signature }),
    },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

/** The route as the web process mounts it: raw bytes, before everything else. */
function listen(through: Pool): Promise<Server> {
  const app = express()
  app.post('/webhooks/stripe', stripeWebhook(openInbox(through)))
  const opened = createServer(app)
  return new Promise((done) => opened.listen(0, () => done(opened)))
}

const kept = (event: Event) => keptOf([event])

async function keptOf(events: Event[]): Promise<{ events: number; jobs: number }> {
  const [row] = await look<{ events: string; jobs: string }>(
    `select (select count(*) from stripe_event where id = any ($1)) as events,
            (select count(*) from graphile_worker._private_jobs j, json_array_elements_text(j.payload -> 'eventIds') named
              where named = any ($1)) as jobs`,
    [events.map(({ id }) => id)],
  )
  return { events: Number(row?.events), jobs: Number(row?.jobs) }
}

const typeOf = async (event: Event): Promise<string | undefined> =>
  (await look<{ type: string }>('select type from stripe_event where id = $1', [event.id]))[0]?.type

const look = <Row extends Record<string, unknown>>(sql: string, values: unknown[]): Promise<Row[]> =>
  asOwner(world.ownerUrl, null, async (client) => (await client.query<Row>(sql, values)).rows)
