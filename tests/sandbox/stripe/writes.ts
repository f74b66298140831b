import type Stripe from 'stripe'
import type { KeptAnswer, Kind, Kinds, StripeKinds } from './kinds.ts'
import { Table } from './table.ts'

export type Tables = { [K in Kind]: Table<Kinds[K]> }

/**
 * One change in the truth log: `[kind, id]` removed, `[kind, id, object]` new, `[kind, id, fields, 1]` changed, and
 * `[kind, id, object, [kind, id]]` new and carrying another object as that is at this moment.
 */
export type Write = [kind: Kind, id: string, object?: object, how?: 1 | [keyof StripeKinds, string]]

export const newTables = (): Tables => ({
  customer: new Table(),
  product: new Table(),
  price: new Table(),
  payment_method: new Table(),
  checkout_session: new Table(),
  payment_intent: new Table(),
  charge: new Table(),
  refund: new Table(),
  subscription: new Table(),
  invoice: new Table(),
  invoice_payment: new Table(),
  dispute: new Table(),
  payout: new Table(),
  balance_transaction: new Table(),
  event: new Table(),
  portal_session: new Table(),
  portal_configuration: new Table(),
  settings: new Table(),
  order: new Table(),
  card: new Table(),
  due: new Table(),
  endpoint: new Table(),
  delivery: new Table(),
  answer: new Table(),
  paid_out: new Table(),
})

/** An event carries the object as it stands in the table at that point of the log, so the log only points at it. */
export const writeEvent = (event: Stripe.EventBase, kind: keyof StripeKinds, id: string): Write => {
  const { object: _, ...rest } = event.data
  return ['event', event.id, { ...event, data: rest }, [kind, id]]
}

/** A kept answer mostly is the object itself, and then the log points at it in the same way. */
export const writeAnswer = (answer: KeptAnswer, kind: keyof StripeKinds, id: string): Write => {
  const { body: _, ...rest } = answer
  return ['answer', answer.id, rest, [kind, id]]
}

export function readWrite(tables: Tables, [kind, id, object, how]: Write) {
  const table: Table<{ id: string }> = tables[kind]
  if (!object) return table.delete(id)
  if (how === 1) return table.set({ ...table.get(id), ...object, id })
  if (how === undefined) return table.set({ ...object, id })
  const carried = tables[how[0]].get(how[1])
  const data = 'data' in object && typeof object.data === 'object' ? object.data : {}
  table.set({
    ...object,
    id,
    ...(kind === 'event' ? { data: { object: carried, ...data } } : { body: carried }),
  })
}
