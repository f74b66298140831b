import { beforeAll, describe, expect, it } from 'vitest'
import type { Rules } from '#tests/sandbox/stripe/param-rules.ts'
import { routes } from '#tests/sandbox/stripe/routes/all.ts'
import { isPublished, readPublished, type Schema } from './published.ts'
import { type OpenAccount, openQuickAccount, paidCharge, startedMonthly } from './stripe-side.ts'

/** Fields of the published version that Stripe has taken away since; their absence is meant (see the SDK's types). */
const goneSince2023 = [
  'invoice must have paid',
  'invoice must have paid_out_of_band',
  'invoice must have total_tax_amounts',
  'invoice/lines/data/0 must have proration',
  'invoice/lines/data/0 must have type',
  'product must have features',
  'subscription must have current_period_end',
  'subscription must have current_period_start',
]

/** Fields of the SDK's version that are younger than the published fixtures. */
const newSinceFixtures = [
  'checkout.session allowed_payment_method_types',
  'dispute intended_submission_method',
  'payment_intent allowed_payment_method_types',
  'payment_intent payment_record',
  'product tax_details',
]

/** Endpoints and parameters that Stripe has added since. */
const newSince2023 = [
  'GET /v1/invoice_payments',
  'GET /v1/invoice_payments/:id',
  'POST /v1/checkout/sessions adaptive_pricing',
  'POST /v1/checkout/sessions allowed_payment_method_types',
  'POST /v1/checkout/sessions ui_mode',
  'GET /v1/checkout/sessions created',
  'GET /v1/checkout/sessions status',
  'POST /v1/billing_portal/configurations name',
]

describe.skipIf(!isPublished)('against the published description of Stripe', () => {
  let account: OpenAccount
  let published: ReturnType<typeof readPublished>
  const objects: Record<string, object> = {}

  beforeAll(async () => {
    published = readPublished()
    account = await openQuickAccount()
    Object.assign(objects, await oneOfEach(account))
  })

  it('answers with objects of the published shape', () => {
    const wrong = Object.entries(objects).flatMap(([name, object]) =>
      published.check(name.split(' ')[0] ?? '', object),
    )
    expect(wrong).toEqual(goneSince2023)
  })

  it('has no field that the newest published objects do not have', () => {
    const foreign = Object.entries(objects).flatMap(([name, object]) => {
      const kind = name.split(' ')[0] ?? ''
      const fixture = published.fixtures[kind] ?? object
      return Object.keys(object).flatMap((key) => (key in fixture ? [] : [`${kind} ${key}`]))
    })
    expect(foreign).toEqual(newSinceFixtures)
  })

  it('takes no parameter that the published endpoint does not have', () => {
    expect(routes.flatMap((route) => foreignParams(route))).toEqual(newSince2023)
  })

  function foreignParams({ method, path, allowed }: (typeof routes)[number]): string[] {
    const operation = Object.entries(published.paths).find(
      ([known, verbs]) => known.replaceAll(/\{\w+\}/g, ':id') === path && method.toLowerCase() in verbs,
    )?.[1][method.toLowerCase()]
    if (!operation) return [`${method} ${path}`]
    const properties: Schema = Object.fromEntries(
      (operation.parameters ?? [])
        .filter((one) => one.in === 'query')
        .map(({ name, schema }) => [name, schema]),
    )
    const body = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {}
    return foreign(allowed, { ...properties, ...body }, `${method} ${path}`)
  }
})

/** Names allowed here and unknown there. A schema may offer several forms; one that knows the name is enough. */
function foreign(allowed: Rules, properties: Schema, where: string): string[] {
  return Object.entries(allowed).flatMap(([name, rule]) => {
    const schema = properties[name] as Schema | undefined
    if (!schema)
      return name === '*' || (name === 'expand' && where.startsWith('DELETE')) ? [] : [`${where} ${name}`]
    const inner = rule.children['[]'] ? rule.children['[]'].children : rule.children
    const forms = [schema, ...((schema.anyOf as Schema[] | undefined) ?? [])]
    const known: Schema = {}
    for (const form of forms)
      Object.assign(known, form.properties, (form.items as Schema | undefined)?.properties)
    return foreign(inner, known, `${where} ${name}`)
  })
}

async function oneOfEach(account: OpenAccount): Promise<Record<string, object>> {
  const { stripe, control } = account
  const charge = await paidCharge(account, 5000)
  const disputed = await paidCharge(account, 6000, '4000000000000259')
  const refund = await stripe.refunds.create({ charge: charge.id, amount: 1000 })
  const subscription = await startedMonthly(account, 2000)
  const payout = await control<{ id: string }>('POST payouts', { everything: true })
  const session = (await stripe.checkout.sessions.list({ limit: 1 })).data[0]
  const raw = (path: string) => stripe.rawRequest('GET', `/v1/${path}`)
  const found = async (path: string) =>
    ((await raw(`${path}?limit=1`)) as unknown as { data: object[] }).data[0] ?? {}
  const portal = await stripe.billingPortal.sessions.create({ customer: String(subscription.customer) })
  return {
    account: await raw('account'),
    balance: await raw('balance'),
    balance_transaction: await found('balance_transactions'),
    'billing_portal.configuration': await found('billing_portal/configurations'),
    'billing_portal.session': portal,
    charge: await raw(`charges/${charge.id}`),
    'charge disputed': await raw(`charges/${disputed.id}`),
    'checkout.session': await raw(`checkout/sessions/${session?.id}`),
    customer: await found('customers'),
    dispute: await found('disputes'),
    event: await found('events'),
    invoice: await found('invoices'),
    invoice_payment: await found('invoice_payments'),
    item: await found(`checkout/sessions/${session?.id}/line_items`),
    payment_intent: await found('payment_intents'),
    payment_method: await raw(`payment_methods/${subscription.default_payment_method}`),
    payout: await raw(`payouts/${payout.id}`),
    price: await found('prices'),
    product: await found('products'),
    refund: await raw(`refunds/${refund.id}`),
    subscription: await raw(`subscriptions/${subscription.id}`),
  }
}
