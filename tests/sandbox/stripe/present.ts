import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { kindOf, type StripeKinds } from './kinds.ts'
import { list, listOf } from './list.ts'
import { buildLineItem } from './objects/line-item.ts'
import { Params } from './params.ts'
import { invalid } from './stripe-error.ts'

type Thing = { [key: string]: unknown }

/** The answer as the caller asked for it: with `expand[]` followed, up to Stripe's four levels. */
export function present(account: Account, answer: object, expand: string[]): object {
  const shown = show(account, answer)
  for (const path of expand) {
    const keys = path.split('.')
    if (keys.length > (keys[0] === 'data' ? 5 : 4))
      throw invalid(`You cannot expand more than 4 levels: ${path}`, 'expand')
    open(account, shown, keys, path)
  }
  return shown
}

/** A copy, one level deep; a balance transaction's status follows from the clock. */
function show(account: Account, object: object): Thing {
  const copy: Thing = { ...object }
  if (copy.object === 'list' && Array.isArray(copy.data)) {
    copy.data = copy.data.map((item: unknown) => (isThing(item) ? show(account, item) : item))
  }
  if (copy.object === 'balance_transaction' && typeof copy.available_on === 'number') {
    copy.status = copy.available_on <= account.seconds() ? 'available' : 'pending'
  }
  return copy
}

function open(account: Account, thing: Thing, [key = '', ...rest]: string[], path: string) {
  if (thing[key] === undefined) thing[key] = included(account, thing, key)
  const value = thing[key]
  if (value === undefined) {
    throw invalid(`This property cannot be expanded (${path}).`, 'expand', 'property_cannot_be_expanded')
  }
  if (value === null) return
  if (Array.isArray(value)) {
    thing[key] = value.map((item: unknown) => (typeof item === 'string' ? load(account, item, path) : item))
  } else if (typeof value === 'string') {
    thing[key] = load(account, value, path)
  } else if (isThing(value)) {
    thing[key] = { ...value }
  }
  if (rest.length === 0) return
  const opened = thing[key]
  for (const next of Array.isArray(opened) ? opened : [opened])
    if (isThing(next)) open(account, next, rest, path)
}

function load(account: Account, id: string, path: string): Thing | string {
  const kind = kindOf(id)
  const object = kind && account.find(kind, id)
  // Bank accounts and the like: Stripe has them, the sandbox only their ids.
  if (!kind && /^[a-z]+_\w+$/.test(id)) return id
  if (!object)
    throw invalid(`This property cannot be expanded (${path}).`, 'expand', 'property_cannot_be_expanded')
  return show(account, object)
}

/** Properties that Stripe leaves out until they are asked for. */
function included(account: Account, thing: Thing, key: string): object | undefined {
  const id = String(thing.id)
  const all = new Params({ limit: '10' })
  if (thing.object === 'checkout.session' && key === 'line_items') return lineItems(account, id)
  if (thing.object === 'charge' && key === 'refunds') {
    return list(account, 'refund', all, `/v1/charges/${id}/refunds`, (refund) => refund.charge === id)
  }
  if (thing.object === 'invoice' && key === 'payments') {
    return list(account, 'invoice_payment', all, '/v1/invoice_payments', (payment) => payment.invoice === id)
  }
  if (thing.object === 'customer' && key === 'subscriptions') {
    const isOfCustomer = (subscription: StripeKinds['subscription']) => subscription.customer === id
    return list(account, 'subscription', all, `/v1/customers/${id}/subscriptions`, isOfCustomer)
  }
  return undefined
}

export function lineItems(account: Account, session: string): Stripe.ApiList<Stripe.LineItem> {
  const lines = account.find('order', session)?.lines ?? []
  const items = lines.map((line) => buildLineItem({ ...line, price: account.get('price', line.price) }))
  return listOf(items, `/v1/checkout/sessions/${session}/line_items`)
}

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null
