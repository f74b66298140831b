import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import {
  at,
  day,
  listen,
  type OpenAccount,
  openQuickAccount,
  refusal,
  setClock,
  startedMonthly,
} from './stripe-side.ts'

const chargeDays = async ({ stripe }: OpenAccount) =>
  (await stripe.charges.list({ limit: 100 })).data
    .map(({ created, status }) => `${day(created)} ${status}`)
    .reverse()

const itemOf = (subscription: Stripe.Subscription) => {
  const [item] = subscription.items.data
  if (!item) throw new Error('no item')
  return item
}

it('charges on the same day of each month; the 31st falls on the last day of a short one', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-31T12:00:00Z')
  const { id } = await startedMonthly(account, 2000)
  await setClock(account, '2026-05-31T12:00:00Z')
  expect(await chargeDays(account)).toEqual([
    '2026-01-31 succeeded',
    '2026-02-28 succeeded',
    '2026-03-31 succeeded',
    '2026-04-30 succeeded',
    '2026-05-31 succeeded',
  ])
  const renewed = await account.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
  expect(renewed.latest_invoice).toMatchObject({
    billing_reason: 'subscription_cycle',
    created: at('2026-05-31T12:00:00Z'),
  })
  expect(day(itemOf(renewed).current_period_end)).toBe('2026-06-30')
  const payments = await account.stripe.invoicePayments.list({
    created: { gte: at('2026-03-01T00:00:00Z') },
    status: 'paid',
    expand: ['data.invoice'],
  })
  expect(payments.data).toHaveLength(3)
  expect(payments.data[0]).toMatchObject({
    invoice: { parent: { subscription_details: { subscription: id } } },
  })
})

it('tries a failed renewal again after 3, 5 and 7 days, then ends the subscription', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const { id } = await startedMonthly(account, 2000, '4000000000000341')
  const { types } = await listen(account)
  await setClock(account, '2026-02-11T00:00:00Z')
  expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('past_due')
  const [invoice] = (await account.stripe.invoices.list({ subscription: id, status: 'open' })).data
  expect(invoice).toMatchObject({ attempt_count: 1, next_payment_attempt: at('2026-02-13T12:00:00Z') })
  await setClock(account, '2026-03-01T00:00:00Z')
  expect(await chargeDays(account)).toEqual([
    '2026-01-10 succeeded',
    '2026-02-10 failed',
    '2026-02-13 failed',
    '2026-02-18 failed',
    '2026-02-25 failed',
  ])
  expect(await account.stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { reason: 'payment_failed' },
  })
  await account.control('POST webhooks/drain')
  expect(types().filter((type) => type === 'invoice.payment_failed')).toHaveLength(4)
  expect(types()).toEqual(
    expect.arrayContaining([
      'charge.failed',
      'customer.subscription.updated',
      'customer.subscription.deleted',
    ]),
  )
  expect((await account.stripe.subscriptions.list()).data).toHaveLength(0)
  expect((await account.stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1)
})

it('keeps a card put in on the portal as the customer’s, and charges it once the subscription has it too', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const { id, customer } = await startedMonthly(account, 2000, '4000000000000341')
  await setClock(account, '2026-02-11T00:00:00Z')
  const portal = await account.stripe.billingPortal.sessions.create({
    customer: String(customer),
    flow_data: { type: 'payment_method_update' },
    return_url: 'http://localhost:9/donor',
  })
  expect(await (await fetch(portal.url)).text()).toContain('name="card"')
  const send = (card: string) =>
    fetch(portal.url, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' })
  expect((await send('4000000000000002')).status).toBe(402)
  const saved = await send('4242424242424242')
  expect([saved.status, saved.headers.get('location')]).toEqual([303, 'http://localhost:9/donor'])
  const kept = await account.stripe.customers.retrieve(String(customer))
  const card = 'deleted' in kept ? null : kept.invoice_settings.default_payment_method
  const before = await account.stripe.subscriptions.retrieve(id)
  expect([before.status, before.default_payment_method === card]).toEqual(['past_due', false])
  await setClock(account, '2026-02-14T00:00:00Z')
  await account.stripe.subscriptions.update(id, { default_payment_method: String(card) })
  await setClock(account, '2026-03-11T00:00:00Z')
  expect(await chargeDays(account)).toEqual([
    '2026-01-10 succeeded',
    '2026-02-10 failed',
    '2026-02-13 failed',
    '2026-02-18 succeeded',
    '2026-03-10 succeeded',
  ])
})

it('fails the next payment when asked, and pays the invoice by hand', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const { id } = await startedMonthly(account, 2000)
  await account.control('POST next-payment', { fail: 'insufficient_funds', subscription: id })
  await setClock(account, '2026-02-10T12:00:00Z')
  const [invoice] = (await account.stripe.invoices.list({ status: 'open' })).data
  const [failed] = (await account.stripe.charges.list({ limit: 1 })).data
  expect(failed?.outcome?.reason).toBe('insufficient_funds')

  await account.control('POST next-payment', { fail: 'card_declined' })
  const again = await refusal(account.stripe.invoices.pay(invoice?.id ?? ''))
  expect(again).toMatchObject({ statusCode: 402, type: 'StripeCardError', code: 'card_declined' })
  expect((await account.stripe.invoices.retrieve(invoice?.id ?? '')).attempt_count).toBe(1)
  expect((await account.stripe.invoices.pay(invoice?.id ?? '')).status).toBe('paid')
})

it('changes the amount from the next payment on', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const subscription = await startedMonthly(account, 2000)
  const item = itemOf(subscription)
  const change = (proration_behavior: 'none' | 'create_prorations') =>
    account.stripe.subscriptions.update(subscription.id, {
      items: [
        {
          id: item.id,
          price_data: {
            currency: 'usd',
            product: String(item.price.product),
            unit_amount: 3500,
            recurring: { interval: 'month' },
          },
        },
      ],
      proration_behavior,
    })
  expect(await refusal(change('create_prorations'))).toMatchObject({ code: 'sandbox_unsupported' })
  expect(itemOf(await change('none')).price.unit_amount).toBe(3500)
  await setClock(account, '2026-02-10T12:00:00Z')
  expect((await account.stripe.charges.list()).data.map(({ amount }) => amount)).toEqual([3500, 2000])
})

it('moves the day with trial_end', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const { id } = await startedMonthly(account, 2000)
  const moved = await account.stripe.subscriptions.update(id, {
    trial_end: at('2026-02-20T12:00:00Z'),
    proration_behavior: 'none',
  })
  expect(moved).toMatchObject({ status: 'trialing', billing_cycle_anchor: at('2026-02-20T12:00:00Z') })
  const [trial] = (await account.stripe.invoices.list({ subscription: id, limit: 1 })).data
  expect(trial).toMatchObject({ amount_due: 0, billing_reason: 'subscription_update', status: 'paid' })
  await setClock(account, '2026-03-25T12:00:00Z')
  expect(await chargeDays(account)).toEqual([
    '2026-01-10 succeeded',
    '2026-02-20 succeeded',
    '2026-03-20 succeeded',
  ])
  expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('active')
})

it('pauses with voided invoices, and resumes by itself', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const { id } = await startedMonthly(account, 2000)
  await account.stripe.subscriptions.update(id, {
    pause_collection: { behavior: 'void', resumes_at: at('2026-03-15T12:00:00Z') },
  })
  await setClock(account, '2026-04-10T12:00:00Z')
  expect(await chargeDays(account)).toEqual(['2026-01-10 succeeded', '2026-04-10 succeeded'])
  expect((await account.stripe.invoices.list({ status: 'void' })).data).toHaveLength(2)
  const resumed = await account.stripe.subscriptions.retrieve(id)
  expect(resumed).toMatchObject({ pause_collection: null, status: 'active' })
  await account.stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
  expect(
    (await account.stripe.subscriptions.update(id, { pause_collection: '' })).pause_collection,
  ).toBeNull()
})

it('cancels at once, or at the end of the month', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-01-10T12:00:00Z')
  const [now, later] = [await startedMonthly(account, 2000), await startedMonthly(account, 3000)]
  expect((await account.stripe.subscriptions.cancel(now.id)).status).toBe('canceled')
  expect(await refusal(account.stripe.subscriptions.cancel(now.id))).toMatchObject({ statusCode: 404 })
  expect(
    await refusal(account.stripe.subscriptions.update(now.id, { trial_end: at('2026-03-01T00:00:00Z') })),
  ).toMatchObject({
    statusCode: 400,
  })
  await account.stripe.subscriptions.update(later.id, { cancel_at_period_end: true })
  expect((await account.stripe.subscriptions.retrieve(later.id)).status).toBe('active')
  await setClock(account, '2026-02-10T12:00:00Z')
  expect((await account.stripe.subscriptions.retrieve(later.id)).status).toBe('canceled')
  expect(await chargeDays(account)).toHaveLength(2)
})

it('keeps a draft that was written before a pause, until it is finalized uncollected and voided', async () => {
  const account = await openQuickAccount()
  await account.control('POST account', { invoiceDraftSeconds: 3_600 })
  await setClock(account, '2026-01-10T12:00:00Z')
  const [kept, voided] = [await startedMonthly(account, 2000), await startedMonthly(account, 2000)]
  await setClock(account, '2026-02-10T12:30:00Z')
  for (const { id } of [kept, voided])
    await account.stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
  const [draft] = (await account.stripe.invoices.list({ subscription: voided.id, status: 'draft' })).data
  const name = draft?.id ?? ''
  expect(await refusal(account.stripe.invoices.voidInvoice(name))).toMatchObject({ statusCode: 400 })
  const finalized = await account.stripe.invoices.finalizeInvoice(name, { auto_advance: false })
  expect([finalized.status, finalized.auto_advance]).toEqual(['open', false])
  expect((await account.stripe.invoices.voidInvoice(name)).status).toBe('void')
  expect(await refusal(account.stripe.invoices.finalizeInvoice(name, { auto_advance: false }))).toMatchObject(
    { statusCode: 400 },
  )
  await setClock(account, '2026-02-10T14:00:00Z')
  const invoices = await account.stripe.invoices.list({ created: { gte: at('2026-02-01T00:00:00Z') } })
  expect(invoices.data.map(({ status }) => status).sort()).toEqual(['paid', 'void'])
})
