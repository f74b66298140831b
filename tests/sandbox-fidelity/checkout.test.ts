import { expect, it } from 'vitest'
import {
  day,
  giveMonthly,
  giveOnce,
  listen,
  openAccount,
  openQuickAccount,
  pay,
  refusal,
  setClock,
} from './stripe-side.ts'

it('takes one payment from the page to the balance, and tells it step by step', async () => {
  const account = openAccount()
  const { events, types } = await listen(account)
  const session = await giveOnce(account, 5000)
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    amount_total: 5000,
  })

  const page = await (await fetch(session.url ?? '')).text()
  expect(page).toContain('$50.00')
  expect(page).toContain('name="card"')
  expect(page).toContain('http://localhost:9/donate')
  const paid = await submit(session.url, '4242 4242 4242 4242')
  expect(paid.status).toBe(303)
  expect(paid.headers.get('location')).toBe(`http://localhost:9/thanks?session=${session.id}`)

  await account.control('POST webhooks/drain')
  expect(types().sort()).toEqual([
    'charge.succeeded',
    'charge.updated',
    'checkout.session.completed',
    'payment_intent.created',
    'payment_intent.succeeded',
  ])
  const succeeded = events.find(({ type }) => type === 'charge.succeeded')
  expect(succeeded?.data.object).toMatchObject({
    balance_transaction: null,
    metadata: { intent: 'intent_1' },
  })
  const updated = events.find(({ type }) => type === 'charge.updated')
  expect(updated?.data.previous_attributes).toMatchObject({ balance_transaction: null })

  const intent = await account.stripe.paymentIntents.list({
    expand: ['data.latest_charge.balance_transaction'],
  })
  expect(intent.data[0]).toMatchObject({
    metadata: { intent: 'intent_1' },
    status: 'succeeded',
    latest_charge: {
      balance_transaction: { amount: 5000, fee: 140, net: 4860, type: 'charge', status: 'pending' },
    },
  })
  expect(await account.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    metadata: {},
    payment_intent: intent.data[0]?.id,
    payment_status: 'paid',
    status: 'complete',
    url: null,
  })
})

it('declines on the page and lets the donor try another card', async () => {
  const account = await openQuickAccount()
  const { types } = await listen(account)
  const session = await giveOnce(account, 2500)
  const declined = await submit(session.url, '4000000000000002')
  expect(declined.status).toBe(402)
  expect(await declined.text()).toContain('Your card was declined.')
  expect((await submit(session.url, '1234')).status).toBe(402)
  expect((await submit(session.url, '4242424242424242')).status).toBe(303)
  await account.control('POST webhooks/drain')
  expect(types()).toEqual(
    expect.arrayContaining(['charge.failed', 'payment_intent.payment_failed', 'charge.succeeded']),
  )

  const { data } = await account.stripe.charges.list()
  expect(data.map(({ status }) => status)).toEqual(['succeeded', 'failed'])
  expect(data[1]).toMatchObject({
    failure_code: 'card_declined',
    outcome: { reason: 'generic_decline', type: 'issuer_declined' },
    payment_intent: data[0]?.payment_intent,
  })
  expect((await account.stripe.balanceTransactions.list()).data).toHaveLength(1)
})

it('charges once when the button is pressed twice', async () => {
  const account = await openQuickAccount()
  const session = await giveOnce(account, 2500)
  const answers = await Promise.all([
    submit(session.url, '4242424242424242'),
    submit(session.url, '4242424242424242'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect((await account.stripe.charges.list()).data).toHaveLength(1)
})

it('ends a session after its time, or when asked; then nobody can pay it', async () => {
  const account = await openQuickAccount()
  const [old, ended] = [await giveOnce(account, 2500), await giveOnce(account, 2500)]
  await account.stripe.checkout.sessions.expire(ended.id)
  expect((await fetch(ended.url ?? '')).status).toBe(410)
  await account.control('POST clock', { advanceSeconds: 86_400 })
  expect((await account.stripe.checkout.sessions.retrieve(old.id)).status).toBe('expired')
  await expect(pay(account, old)).rejects.toThrow('expired')
  expect(await refusal(account.stripe.checkout.sessions.expire(old.id))).toMatchObject({ statusCode: 400 })
  expect((await account.stripe.events.list({ type: 'checkout.session.expired' })).data).toHaveLength(2)
})

it('begins a monthly gift: customer, subscription, invoice and its payment', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-31T12:00:00Z')
  const session = await giveMonthly(account, 2000)
  expect(await pay(account, session, '4000000000000002')).toMatchObject({
    status: 'open',
    decline: { code: 'card_declined' },
  })
  expect(await pay(account, session)).toMatchObject({ status: 'complete' })

  const paid = await account.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription', 'invoice.payments', 'line_items', 'customer'],
  })
  expect(paid).toMatchObject({
    customer: { email: 'robin@example.org' },
    invoice: {
      billing_reason: 'subscription_create',
      status: 'paid',
      payments: { data: [{ status: 'paid' }] },
    },
    line_items: { data: [{ amount_total: 2000 }] },
    payment_intent: null,
    subscription: { metadata: { plan: 'plan_1' }, status: 'active' },
  })
  const { subscription } = paid
  if (!subscription || typeof subscription === 'string') throw new Error('not expanded')
  expect(day(subscription.items.data[0]?.current_period_end)).toBe('2026-02-28')
  expect(subscription).not.toHaveProperty('current_period_end')
  const [charge] = (await account.stripe.charges.list()).data
  expect(charge).toMatchObject({ description: 'Subscription creation', metadata: {} })
  expect(charge).not.toHaveProperty('invoice')

  const { data } = await account.stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: String(charge?.payment_intent) },
    status: 'paid',
    expand: ['data.invoice'],
  })
  expect(data).toMatchObject([
    { amount_paid: 2000, invoice: { parent: { subscription_details: { subscription: subscription.id } } } },
  ])
})

it('refuses what Stripe refuses, in its own words and codes', async () => {
  const account = openAccount()
  const { stripe } = account
  const unknown = await refusal(stripe.rawRequest('POST', '/v1/customers', { colour: 'red' }))
  expect(unknown).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'colour' })
  expect(unknown.requestId).toMatch(/^req_/)
  expect(
    await refusal(stripe.rawRequest('POST', '/v1/checkout/sessions', { success_url: 'x' })),
  ).toMatchObject({
    code: 'parameter_missing',
    param: 'mode',
  })
  expect(
    await refusal(
      stripe.rawRequest('POST', '/v1/prices', { unit_amount: 'ten', currency: 'usd', product: 'p' }),
    ),
  ).toMatchObject({
    code: 'parameter_invalid_integer',
  })
  expect(await refusal(stripe.rawRequest('GET', '/v1/terminal/readers'))).toMatchObject({
    statusCode: 404,
    type: 'StripeInvalidRequestError',
  })
  expect(await refusal(stripe.charges.retrieve('ch_nobody'))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  })
  expect(await refusal(giveOnce(account, 49))).toMatchObject({ code: 'amount_too_small' })
  await pay(account, await giveOnce(account, 2500))
  expect(await refusal(stripe.charges.list({ expand: ['data.currency'] }))).toMatchObject({ statusCode: 400 })
})

it('knows only test keys, and keeps accounts apart', async () => {
  const [one, other] = [await openQuickAccount(), await openQuickAccount()]
  const session = await giveOnce(one, 2500)
  expect(await refusal(other.stripe.checkout.sessions.retrieve(session.id))).toMatchObject({
    statusCode: 404,
  })
  expect((await one.stripe.accounts.retrieveCurrent()).id).not.toBe(
    (await other.stripe.accounts.retrieveCurrent()).id,
  )
  const answer = await fetch(`${one.url}/v1/charges`, { headers: { authorization: 'Bearer sk_live_1' } })
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
})

const submit = (url: string | null, card: string) =>
  fetch(url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ card, name: 'Robin Example' }),
    redirect: 'manual',
  })
