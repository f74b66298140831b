import { Refusal } from '#app/domain/refusal.ts'
import { monthlyProduct } from '#app/domain/schedule-wishes/monthly-product.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { env } from '#app/platform/env.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { againToken } from './again-token.ts'
import { chargedCents, type GiftPart } from './divide-gift.ts'
import type { GiftForm } from './gift-form.ts'
import { isStripeError, reachingStripe } from './reaching-stripe.ts'

/** Milliseconds. As long as Stripe itself is given to answer. */
const longestWait = 20_000

type Opening = {
  intent: { id: string; thanksToken: string }
  /** The fund of the page first. */
  parts: GiftPart[]
  form: GiftForm
  language: string
}

/**
 * Stripe's payment page for an intent: the one that is open, or a new one. One call; its idempotency key is the
 * intent's, so a call with an unknown result is repeated as the same call. Refuses with `stripe_unavailable`.
 */
export async function openSession(opening: Opening): Promise<string> {
  const { intent } = opening
  const known = await db().checkoutSession.findUnique({ where: { intentId: intent.id } })
  if (known?.state === 'open' && known.expiresAt > now()) return known.url

  const session = await createSession(opening)
  if (session === 'under way') return pageOfOtherRequest(intent.id)
  const { id, url } = session
  if (!url) throw new Refusal('stripe_unavailable')
  await inTransaction({ scope: { kind: 'public' } }, (tx) =>
    tx.checkoutSession.createMany({
      data: { id, intentId: intent.id, url, expiresAt: new Date(session.expires_at * 1000) },
      skipDuplicates: true,
    }),
  )
  return url
}

/** Closes a payment page that was left. Answers what it had become by then. */
export async function expireSession(id: string): Promise<'complete' | 'expired'> {
  const session = await reachingStripe(async () => {
    const current = await stripe().checkout.sessions.retrieve(id)
    if (current.status !== 'open') return current
    try {
      return await stripe().checkout.sessions.expire(id)
    } catch (error) {
      // Paid in this very moment: Stripe refuses to expire it, and says what it is now.
      if (isStripeError(error) && error.statusCode === 400) return stripe().checkout.sessions.retrieve(id)
      throw error
    }
  })
  const state = session.status === 'complete' ? 'complete' : 'expired'
  await inTransaction({ scope: { kind: 'public' } }, (tx) =>
    tx.checkoutSession.update({ where: { id }, data: { state } }),
  )
  return state
}

/** Someone pressed twice: the request before this one has the same call open, and keeps its answer here. */
async function pageOfOtherRequest(intentId: string): Promise<string> {
  for (let waited = 0; waited < longestWait; waited += 250) {
    await delay(250)
    const session = await db().checkoutSession.findUnique({ where: { intentId } })
    if (session) return session.url
  }
  throw new Refusal('stripe_unavailable')
}

async function createSession(opening: Opening): Promise<Stripe.Checkout.Session | 'under way'> {
  const idempotencyKey = `checkout:${opening.intent.id}`
  return reachingStripe(async () => {
    try {
      return await stripe().checkout.sessions.create(sessionParams(opening), { idempotencyKey })
    } catch (error) {
      if (isStripeError(error) && error.statusCode === 409) return 'under way'
      if (!isMissingProduct(error)) throw error
      await createMonthlyProduct()
      return stripe().checkout.sessions.create(sessionParams(opening), {
        idempotencyKey: `${idempotencyKey}:product`,
      })
    }
  })
}

function sessionParams({ intent, parts, form, language }: Opening): Stripe.Checkout.SessionCreateParams {
  const metadata = { intent: intent.id }
  const monthly = form.frequency === 'monthly'
  return {
    mode: monthly ? 'subscription' : 'payment',
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false },
    customer_email: form.email,
    client_reference_id: intent.id,
    metadata,
    line_items: monthly ? [wholeEachMonth(parts)] : parts.map(lineOf),
    ...(monthly
      ? { subscription_data: { metadata } }
      : { submit_type: 'donate' as const, payment_intent_data: { metadata } }),
    locale: stripeLanguages.find((known) => known === language) ?? 'auto',
    success_url: addressOf(language, `/thanks/${intent.thanksToken}`),
    cancel_url: addressOf(language, `/funds/${parts[0]?.fund.slug}/donate?again=${againToken(intent.id)}`),
  }
}

// Stripe's page has no Arabic: there the browser decides.
const stripeLanguages = ['en', 'es', 'vi', 'zh'] as const

const lineOf = (part: GiftPart) => ({
  quantity: 1,
  price_data: {
    currency: 'usd',
    unit_amount: Number(part.giftCents + part.feeCoverCents),
    product_data: { name: part.fund.name },
  },
})

/** A schedule has one line, whatever funds it is divided over: what it asks can then be changed in one piece. */
const wholeEachMonth = (parts: GiftPart[]) => ({
  quantity: 1,
  price_data: {
    currency: 'usd',
    unit_amount: Number(chargedCents(parts)),
    product: monthlyProduct,
    recurring: { interval: 'month' as const },
  },
})

const addressOf = (language: string, path: string): string =>
  `${env().APP_URL}${language === 'en' ? '' : `/${language}`}${path}`

const isMissingProduct = (error: unknown): boolean =>
  isStripeError(error) && error.code === 'resource_missing' && String(error.param ?? '').includes('product')

async function createMonthlyProduct(): Promise<void> {
  try {
    await stripe().products.create(
      { id: monthlyProduct, name: 'Monthly gift' },
      { idempotencyKey: monthlyProduct },
    )
  } catch (error) {
    if (!(isStripeError(error) && error.code === 'resource_already_exists')) throw error
  }
}
