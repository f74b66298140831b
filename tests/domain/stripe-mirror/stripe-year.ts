import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import type { Control } from '#tests/support/control.ts'

const day = 86_400

/**
 * A hundred days at Stripe that end today, of which the app has heard nothing yet: single gifts by two people, monthly
 * gifts of which one fails and recovers, one is paused, one paused and resumed with another card, and one is cancelled
 * after its card was changed;
 * refunds of which one fails, disputes won and lost, a payout.
 * Answers what Stripe would have rung, oldest first.
 */
export async function hundredDays(control: Control): Promise<Stripe.Event[]> {
  const events = new Map<string, Stripe.Event>()
  const pass = async (days: number) => {
    for await (const event of stripe().events.list({ limit: 100 })) events.set(event.id, event)
    if (days > 0) await control.post('clock', { advanceSeconds: days * day })
  }
  await control.post('account', { settleDelayMs: 0 })
  await control.post('webhooks', { mode: 'drop' })
  await control.post('clock', { at: Math.floor(Date.now() / 1000) - 100 * day })

  const kim = { name: 'Kim Example', email: 'kim@donor.example' }
  const first = await give(control, { ...kim, amount: '100', coverFee: 'on', updates: 'on' })
  const failing = await give(control, { amount: '20', frequency: 'monthly' })
  const stopped = await give(control, { amount: '15', frequency: 'monthly', email: 'lou@donor.example' })
  const paused = await give(control, { amount: '12', frequency: 'monthly', email: 'max@donor.example' })
  const resumed = await give(control, {
    amount: '18',
    frequency: 'monthly',
    email: 'nia@donor.example',
    updates: 'on',
  })
  await pass(10)

  await stripe().refunds.create({ charge: first.charge, amount: 25_00 })
  const back = await give(control, { amount: '80', email: 'lou@donor.example', updates: 'on' })
  const sentBack = await stripe().refunds.create({ charge: back.charge, amount: 50_00 })
  await stripe().subscriptions.update(resumed.subscription, { pause_collection: { behavior: 'void' } })
  await give(control, { ...kim, name: 'Kimberly Example', amount: '30' })
  await changeCard(stopped.subscription)
  await stripe().subscriptions.cancel(stopped.subscription)
  await pass(20)

  await control.post('next-payment', { fail: 'card_declined', subscription: failing.subscription })
  await pass(15)
  await stripe().subscriptions.update(paused.subscription, { pause_collection: { behavior: 'void' } })
  await control.post(`refunds/${sentBack.id}/fail`)
  await stripe().subscriptions.update(resumed.subscription, { pause_collection: '' })
  const second = await give(control, { ...kim, amount: '60' })
  const won = await control.post<{ id: string }>('disputes', { charge: second.charge })
  await pass(20)

  const third = await give(control, { amount: '45', incognito: 'on' })
  const lost = await control.post<{ id: string }>('disputes', { charge: third.charge })
  await changeCard(resumed.subscription)
  await control.post(`disputes/${won.id}/close`, { status: 'won' })
  await control.post(`disputes/${lost.id}/close`, { status: 'lost' })
  await pass(25)

  await stripe().refunds.create({ charge: first.charge, amount: 10_01 })
  await control.post('clock', { reset: true })
  await pass(0)
  return [...events.values()].sort((a, b) => a.created - b.created)
}

/** Another card, put in on Stripe's own page. */
async function changeCard(subscription: string): Promise<void> {
  const { customer } = await stripe().subscriptions.retrieve(subscription)
  const portal = await stripe().billingPortal.sessions.create({ customer: String(customer) })
  const card = new URLSearchParams({ card: '5555555555554444' })
  await fetch(portal.url, { method: 'POST', body: card, redirect: 'manual' })
}

async function give(control: Control, fields: Record<string, string>) {
  const form = GiftForm.parse({
    ...{ frequency: 'once', coverFee: '', incognito: '', updates: '' },
    ...{ name: 'Robin Example', email: 'robin@donor.example' },
    ...fields,
  })
  const { redirectTo } = await startGift({
    ...{ slug: 'bail', form, token: '', shownAt: new Date(), language: 'en', address: '127.0.0.1' },
  })
  const id = redirectTo.split('/').at(-1) ?? ''
  const { charge } = await control.post<{ charge: string }>(`sessions/${id}/pay`)
  const session = await stripe().checkout.sessions.retrieve(id)
  return { charge, subscription: String(session.subscription) }
}
