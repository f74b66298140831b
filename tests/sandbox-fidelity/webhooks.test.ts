import { expect, it } from 'vitest'
import { giveOnce, listen, openAccount, openQuickAccount, paidCharge, pay, secret } from './stripe-side.ts'

const drain = 'POST webhooks/drain'

it('signs with the real time, whatever the clock of the account says', async () => {
  const account = await openQuickAccount()
  await account.control('POST clock', { advanceSeconds: 90 * 86_400 })
  const { events } = await listen(account)
  await account.stripe.products.create({ name: 'Gift' }, { idempotencyKey: 'p1' })
  await account.control(drain)
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    api_version: '2026-10-28.endive',
    livemode: false,
    request: { idempotency_key: 'p1' },
    type: 'product.created',
  })
  expect(events[0]?.created).toBeGreaterThan(Date.now() / 1000 + 89 * 86_400)
  expect(await account.stripe.events.retrieve(events[0]?.id ?? '')).toMatchObject({ data: events[0]?.data })
  expect(secret).toMatch(/^whsec_/)
})

it('tries again after an error, until the receiver answers 200', async () => {
  const account = openAccount()
  await account.control('POST account', { retryFactor: 0.01 })
  const { events, calls } = await listen(account, (call) => (call <= 3 ? 503 : 200))
  await account.stripe.products.create({ name: 'Gift' })
  expect(await account.control(drain)).toMatchObject({ pending: 0, delivered: 1, failed: 0 })
  expect(calls()).toBe(4)
  expect(events).toHaveLength(1)
})

it('holds, releases, doubles and shuffles', async () => {
  const account = await openQuickAccount()
  const { events, types } = await listen(account)
  await account.control('POST webhooks', { mode: 'hold', duplicates: 2, shuffle: true })
  await paidCharge(account, 5000)
  expect(await account.control(drain)).toMatchObject({ held: 15, delivered: 0 })
  expect(events).toHaveLength(0)
  await account.control('POST webhooks/release')
  expect(await account.control(drain)).toMatchObject({ held: 0, delivered: 15 })
  expect(new Set(events.map(({ id }) => id)).size).toBe(5)
  expect(types().filter((type) => type === 'charge.updated')).toHaveLength(3)
})

it('loses what it is told to drop, and can send it later', async () => {
  const account = await openQuickAccount()
  const { types } = await listen(account)
  await account.control('POST webhooks', { mode: 'drop' })
  await paidCharge(account, 5000)
  expect(await account.control(drain)).toMatchObject({ dropped: 5, delivered: 0 })
  await account.control('POST webhooks/replay', { type: 'charge.*' })
  await account.control(drain)
  expect(types().sort()).toEqual(['charge.succeeded', 'charge.updated'])
  expect(
    (await account.stripe.events.list({ types: ['charge.updated', 'charge.succeeded'] })).data,
  ).toHaveLength(2)
})

it('shows events of the last 30 days only', async () => {
  const account = await openQuickAccount()
  await paidCharge(account, 5000)
  await account.control('POST clock', { advanceSeconds: 31 * 86_400 })
  const { data } = await account.stripe.events.list({ limit: 100 })
  expect(data.filter(({ type }) => type === 'charge.succeeded')).toHaveLength(0)
})

it('drains only when the charge has settled', async () => {
  const account = openAccount()
  const { types } = await listen(account)
  await pay(account, await giveOnce(account, 5000))
  await account.control(drain)
  expect(types()).toContain('charge.updated')
})
