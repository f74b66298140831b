import { appendFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedSandbox, startSandbox } from '#tests/sandbox/start.ts'
import { giveOnce, listen, movements, openAccount, pay, refusal, startedMonthly } from './stripe-side.ts'

let data: string
let sandbox: StartedSandbox

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sandbox-restart-'))
})

afterAll(async () => {
  await sandbox.stop()
  await rm(data, { recursive: true, force: true })
})

it('knows everything again after kill -9, and goes on where it was', async () => {
  sandbox = await startSandbox({ data })
  const before = openAccount(sandbox.url, 'restarted')
  const down = await listen(before, () => 503)
  await before.control('POST account', { settleDelayMs: 1500, feeBps: 300 })
  await before.control('POST clock', { at: Date.parse('2026-01-31T12:00:00Z') / 1000 })
  const { id } = await startedMonthly(before, 2000)
  const subscription = await before.stripe.subscriptions.retrieve(id)
  const session = await giveOnce(before, 5000)
  await pay(before, session)
  const kept = await before.stripe.products.create({ name: 'Gift' }, { idempotencyKey: 'kept' })
  const seen = await before.stripe.events.list({ limit: 100 })
  expect(await movements(before)).toEqual([])
  expect(down.events).toHaveLength(0)
  await sandbox.kill('SIGKILL')
  appendFileSync(join(data, 'stripe.jsonl'), '{"a":"restarted","w":[["charge","ch_torn",{"id":"ch_t')

  sandbox = await startSandbox({ data })
  const after = openAccount(sandbox.url, 'restarted')
  const { events } = await listen(after)
  expect((await after.stripe.events.list({ limit: 100 })).data).toEqual(expect.arrayContaining(seen.data))
  expect(await after.stripe.subscriptions.retrieve(subscription.id)).toEqual(subscription)
  expect((await after.stripe.checkout.sessions.retrieve(session.id)).status).toBe('complete')
  expect(await after.stripe.products.create({ name: 'Gift' }, { idempotencyKey: 'kept' })).toEqual(kept)
  expect(
    await refusal(after.stripe.products.create({ name: 'Else' }, { idempotencyKey: 'kept' })),
  ).toMatchObject({
    rawType: 'idempotency_error',
  })
  expect(await refusal(after.stripe.charges.retrieve('ch_torn'))).toMatchObject({ statusCode: 404 })

  await after.control('POST webhooks/drain')
  expect((await movements(after)).map(({ amount, fee }) => [amount, fee])).toEqual([
    [2000, 90],
    [5000, 180],
  ])
  expect(new Set(events.map(({ id }) => id)).size).toBeGreaterThanOrEqual(seen.data.length)
  await after.control('POST clock', { advanceSeconds: 28 * 86_400 })
  expect((await after.stripe.charges.list({ limit: 1 })).data[0]).toMatchObject({
    amount: 2000,
    customer: subscription.customer,
  })
})

it('ends cleanly when asked to, with nothing half written', async () => {
  await sandbox.kill('SIGTERM')
  sandbox = await startSandbox({ data })
  const account = openAccount(sandbox.url, 'restarted')
  expect((await movements(account)).filter(({ type }) => type === 'charge')).toHaveLength(3)
})
