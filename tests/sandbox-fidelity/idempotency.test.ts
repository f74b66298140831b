import { expect, it } from 'vitest'
import { until } from '#tests/support/until.ts'
import { giveOnce, openAccount, openQuickAccount, paidCharge, refusal } from './stripe-side.ts'

const name = { name: 'Gift' }

it('replays the first answer under the same key, and says so', async () => {
  const { stripe } = openAccount()
  const first = await stripe.products.create(name, { idempotencyKey: 'a' })
  const again = await stripe.products.create(name, { idempotencyKey: 'a' })
  expect(again).toEqual(first)
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
  expect(again.lastResponse.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'original-request': first.lastResponse.requestId,
  })
  expect((await stripe.products.list()).data).toHaveLength(1)
})

it('refuses the same key with other parameters, or for another endpoint', async () => {
  const { stripe } = openAccount()
  await stripe.products.create(name, { idempotencyKey: 'a' })
  const refused = await refusal(stripe.products.create({ name: 'Other' }, { idempotencyKey: 'a' }))
  expect(refused).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' })
  expect(await refusal(stripe.customers.create(name, { idempotencyKey: 'a' }))).toMatchObject({
    statusCode: 400,
  })
})

it('keeps errors too: a 500 comes back until another key is used', async () => {
  const { stripe, control } = openAccount()
  await control('POST fail', { route: 'POST /v1/products', mode: 'before' })
  for (const _ of [1, 2]) {
    expect(await refusal(stripe.products.create(name, { idempotencyKey: 'a' }))).toMatchObject({
      statusCode: 500,
    })
  }
  expect((await stripe.products.list()).data).toHaveLength(0)
  await stripe.products.create(name, { idempotencyKey: 'b' })
  expect((await stripe.products.list()).data).toHaveLength(1)
})

it('does not keep what it refused before it began: wrong parameters and too many requests', async () => {
  const { stripe, control } = openAccount()
  await refusal(stripe.rawRequest('POST', '/v1/products', { colour: 'red' }, { idempotencyKey: 'a' }))
  await stripe.products.create(name, { idempotencyKey: 'a' })

  await control('POST rate-limit', { perSecond: 1 })
  const burst = await Promise.allSettled(
    [1, 2, 3, 4].map((n) => stripe.products.create(name, { idempotencyKey: `n${n}` })),
  )
  const refused = burst.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  expect(refused.length).toBeGreaterThanOrEqual(2)
  expect(refused[0]).toMatchObject({ statusCode: 429, code: 'rate_limit', type: 'StripeRateLimitError' })
  await control('POST rate-limit', { perSecond: null })
  for (const n of [1, 2, 3, 4]) await stripe.products.create(name, { idempotencyKey: `n${n}` })
  expect((await stripe.products.list()).data).toHaveLength(5)
})

it('says 409 while the first request is still under way', async () => {
  const { stripe, control } = openAccount()
  await control('POST fail', { route: 'POST /v1/products', mode: 'slow', delayMs: 2_000 })
  const slow = stripe.products.create(name, { idempotencyKey: 'a' })
  await until(async () => {
    const { apiCalls } = await control<{ apiCalls: Record<string, number> }>('GET summary')
    return apiCalls['POST /v1/products'] === 1
  })
  expect(await refusal(stripe.products.create(name, { idempotencyKey: 'a' }))).toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
  })
  const made = await slow
  expect((await stripe.products.create(name, { idempotencyKey: 'a' })).id).toBe(made.id)
})

it('forgets a key after 24 hours', async () => {
  const { stripe, control } = openAccount()
  const first = await stripe.products.create(name, { idempotencyKey: 'a' })
  await control('POST clock', { advanceSeconds: 86_401 })
  expect((await stripe.products.create(name, { idempotencyKey: 'a' })).id).not.toBe(first.id)
})

it.each([
  ['after', 'StripeAPIError'],
  ['reset', 'StripeConnectionError'],
  ['hang', 'StripeConnectionError'],
])('does the work though its answer is lost (%s); the same key then gives the answer', async (mode, type) => {
  const account = await openQuickAccount()
  const charge = await paidCharge(account, 5000)
  // The SDK itself tries once more after a broken connection, so that fault is ordered twice.
  await account.control('POST fail', { route: 'POST /v1/refunds', mode, times: 1, replayed: false })
  const ask = () =>
    account.stripe.refunds.create(
      { charge: charge.id, amount: 1000 },
      { idempotencyKey: 'r', timeout: 2_000 },
    )
  if (mode === 'reset') expect((await ask()).amount).toBe(1000)
  else expect((await refusal(ask())).type).toBe(type)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await ask()).toMatchObject({ amount: 1000, status: 'succeeded' })
  expect((await account.stripe.refunds.list()).data).toHaveLength(1)
  expect((await account.stripe.charges.retrieve(charge.id)).amount_refunded).toBe(1000)
})

it('fails only the endpoint that was named, and stops when told', async () => {
  const account = openAccount()
  await account.control('POST fail', {
    route: 'POST /v1/checkout/sessions',
    mode: 'before',
    status: 503,
    times: 2,
  })
  await account.stripe.customers.create({})
  expect(await refusal(giveOnce(account, 2500))).toMatchObject({ statusCode: 503 })
  await account.control('DELETE fail')
  await giveOnce(account, 2500)
  const { apiCalls } = await account.control<{ apiCalls: Record<string, number> }>('GET summary')
  expect(apiCalls).toEqual({ 'POST /v1/checkout/sessions': 2, 'POST /v1/customers': 1 })
})
