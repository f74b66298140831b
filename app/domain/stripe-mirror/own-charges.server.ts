import { z } from 'zod'
import { db } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import type { ChargeFacts, ChargeOwner } from './balance-transaction.ts'
import { eventObject } from './event-object.ts'

/**
 * Finds whose money each charge is. A one-time charge carries our intent id. A monthly one carries nothing of ours: its
 * payment intent leads to an invoice, the invoice to its subscription, whose metadata is ours. The inbox is asked first
 * (no call), then Stripe in bulk, then Stripe one by one for what is left. Charges without an owner are absent.
 */
export async function ownCharges(charges: ChargeFacts[]): Promise<Map<string, ChargeOwner>> {
  const owners = new Map<string, ChargeOwner>()
  for (const charge of charges) {
    if (charge.intentId) owners.set(charge.id, { intentId: charge.intentId, monthly: null })
  }
  const monthly = charges.filter((charge) => !charge.intentId && charge.paymentIntentId)
  if (monthly.length > 0) await ownMonthly(monthly, owners)
  return withKnownIntents(owners)
}

async function ownMonthly(charges: ChargeFacts[], owners: Map<string, ChargeOwner>): Promise<void> {
  const invoices = new Map<string, InvoiceFacts>()
  await learnFromInbox(charges, invoices)
  if (charges.some((charge) => !invoices.has(charge.paymentIntentId ?? '')))
    await learnInBulk(charges, invoices)
  for (const charge of charges) {
    if (!invoices.has(charge.paymentIntentId ?? '')) await learnSingly(charge, invoices)
    const invoice = invoices.get(charge.paymentIntentId ?? '')
    if (!invoice) continue
    owners.set(charge.id, {
      intentId: invoice.intentId,
      monthly: {
        subscriptionId: invoice.subscriptionId,
        invoiceId: invoice.id,
        versionId: invoice.versionId,
        customerId: charge.customerId,
        first: invoice.first,
      },
    })
  }
}

type InvoiceFacts = {
  id: string
  subscriptionId: string
  intentId: string
  versionId: string | null
  first: boolean
}

/** Both events are needed: `invoice_payment.paid` names the payment intent, `invoice.paid` the subscription. */
async function learnFromInbox(charges: ChargeFacts[], invoices: Map<string, InvoiceFacts>): Promise<void> {
  const wanted = charges.map((charge) => charge.paymentIntentId ?? '')
  const [from, to] = timesAround(charges)
  const rows = await db().$queryRaw<{ payment_intent: string; body: Uint8Array }[]>`
    with paid as materialized (
      select convert_from(e.body, 'UTF8')::jsonb #> '{data,object}' as of
        from stripe_event e
       where e.type = 'invoice_payment.paid'
         and e.created_at between to_timestamp(${from}) and to_timestamp(${to}))
    select p.of #>> '{payment,payment_intent}' as payment_intent, i.body
      from paid p
      join stripe_event i on i.object_id = p.of ->> 'invoice' and i.type = 'invoice.paid'
     where p.of #>> '{payment,payment_intent}' = any (${wanted}::text[])`
  for (const row of rows) learn(row.payment_intent, eventObject(row.body), invoices)
}

/** In seconds: an invoice is paid, and Stripe says so, within the hour of its charge. */
function timesAround(charges: ChargeFacts[]): [number, number] {
  const anHour = 3_600
  const times = charges.map((charge) => Math.floor(charge.createdAt.getTime() / 1000))
  return [Math.min(...times) - anHour, Math.max(...times) + anHour]
}

async function learnInBulk(charges: ChargeFacts[], invoices: Map<string, InvoiceFacts>): Promise<void> {
  const [from, to] = timesAround(charges)
  const listed = stripe().invoicePayments.list({
    created: { gte: from, lte: to },
    status: 'paid',
    limit: 100,
    expand: ['data.invoice'],
  })
  for await (const payment of listed) learnPayment(payment, invoices)
}

async function learnSingly(charge: ChargeFacts, invoices: Map<string, InvoiceFacts>): Promise<void> {
  const { data } = await stripe().invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: charge.paymentIntentId ?? '' },
    limit: 1,
    expand: ['data.invoice'],
  })
  for (const payment of data) learnPayment(payment, invoices)
}

function learnPayment(payment: Stripe.InvoicePayment, invoices: Map<string, InvoiceFacts>): void {
  const intent = payment.payment.payment_intent
  if (!intent) return
  learn(typeof intent === 'string' ? intent : intent.id, payment.invoice, invoices)
}

const Invoice = z.object({
  id: z.string(),
  billing_reason: z.string().nullable(),
  parent: z.object({
    subscription_details: z.object({
      subscription: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]),
      // As it was when the invoice was made, however the schedule was changed since.
      metadata: z.object({ intent: z.uuid(), version: z.uuid().optional().catch(undefined) }),
    }),
  }),
})

function learn(paymentIntentId: string, invoice: unknown, invoices: Map<string, InvoiceFacts>): void {
  const read = Invoice.safeParse(invoice)
  if (!read.success) return
  const { subscription, metadata } = read.data.parent.subscription_details
  invoices.set(paymentIntentId, {
    id: read.data.id,
    subscriptionId: subscription,
    intentId: metadata.intent,
    versionId: metadata.version ?? null,
    first: read.data.billing_reason === 'subscription_create',
  })
}

/** Metadata could be written by anyone with access to the Stripe account; an intent counts only where we made it. */
async function withKnownIntents(owners: Map<string, ChargeOwner>): Promise<Map<string, ChargeOwner>> {
  const ids = [...new Set([...owners.values()].map((owner) => owner.intentId))].filter(
    (id) => z.uuid().safeParse(id).success,
  )
  if (ids.length === 0) return new Map()
  const known = await db().giftIntent.findMany({ where: { id: { in: ids } }, select: { id: true } })
  const ours = new Set(known.map((intent) => intent.id))
  return new Map([...owners].filter(([, owner]) => ours.has(owner.intentId)))
}
