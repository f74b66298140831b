import { Refusal } from '#app/domain/refusal.ts'
import { monthlyProduct } from '#app/domain/schedule-wishes/monthly-product.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { env } from '#app/platform/env.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { againToken } from './again-token.ts'
import { chargedCents } from './divide-gift.ts'
import { isStripeError, reachingStripe } from './reaching-stripe.ts'

/** Milliseconds. As long as Stripe itself is given to answer. */
const longestWait = 20_000

type Part = { fund: { slug: string; name: string }; giftCents: bigint; feeCoverCents: bigint }

export type Opening = {
  intent: { id: string; thanksToken: string }
  /** The fund of the page first. */
  parts: Part[]
  monthly: boolean
  email: string
  language: string
}

/** Stripe's payment page for an intent: the one that is open, or a new one. Answers and refuses as `callForSession`. */
export async function openSession(opening: Opening): Promise<string | null> {
  const { intent } = opening
  const known = await db().checkoutSession.findUnique({ where: { intentId: intent.id } })
  if (known?.state === 'open' && known.expiresAt > now()) {
    await inTransaction({ scope: { kind: 'public' } }, (tx) => waitsNoMore(tx, intent.id))
    return known.url
  }
  return callForSession(opening)
}

/**
 * Asks Stripe for an intent's payment page, and nobody before it: whoever keeps a pace calls in the moment that they took.
 * One call; its idempotency key is the intent's, so a call with an unknown result is repeated as the same call. Null where
 * Stripe takes no call now because there were too many, and kept nothing of this one. Refuses with `stripe_unavailable`.
 */
export async function callForSession(opening: Opening): Promise<string | null> {
  const { intent } = opening
  const session = await createSession(opening)
  if (session === 'too fast') return null
  if (session === 'under way') return (await pageOfOtherRequest(intent.id, longestWait)) ?? unavailable()
  const { id, url } = session
  if (!url) return unavailable()
  await inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    await tx.checkoutSession.createMany({
      data: { id, intentId: intent.id, url, expiresAt: new Date(session.expires_at * 1000) },
      skipDuplicates: true,
    })
    await waitsNoMore(tx, intent.id)
  })
  return url
}

const waitsNoMore = (tx: Tx, intentId: string) => tx.checkoutPlace.deleteMany({ where: { intentId } })

/** Someone pressed twice: the request before this one has the same call open, and keeps its answer here. Null where it does not come. */
export async function pageOfOtherRequest(intentId: string, milliseconds: number): Promise<string | null> {
  for (let waited = 0; waited < milliseconds; waited += 250) {
    await delay(250)
    const session = await db().checkoutSession.findUnique({ where: { intentId } })
    if (session) return session.url
  }
  return null
}

/** Closes a payment page that was left. Answers what it had become by then. */
export async function expireSession(id: string): Promise<'complete' | 'expired'> {
  const session = await reachingStripe(async () => {
    const current = await stripe().checkout.sessions.retrieve(id)
    if (current.status !== 'open') return current
    try {
      return await stripe().checkout.sessions.expire(id)
    } catch (error) {
      if (!isStripeError(error) || error.statusCode !== 400) throw error
      // Paid in this very moment: Stripe refuses to expire it, and says what it is now, or that nobody knows yet.
      const met = await stripe().checkout.sessions.retrieve(id)
      if (met.status === 'open') throw error
      return met
    }
  })
  const state = session.status === 'complete' ? 'complete' : 'expired'
  await inTransaction({ scope: { kind: 'public' } }, (tx) =>
    tx.checkoutSession.update({ where: { id }, data: { state } }),
  )
  return state
}

function unavailable(): never {
  throw new Refusal('stripe_unavailable')
}

async function createSession(opening: Opening): Promise<Stripe.Checkout.Session | 'under way' | 'too fast'> {
  const idempotencyKey = `checkout:${opening.intent.id}`
  return reachingStripe(async () => {
    try {
      return await stripe().checkout.sessions.create(sessionParams(opening), { idempotencyKey })
    } catch (error) {
      if (isStripeError(error) && error.statusCode === 409) return 'under way'
      if (isStripeError(error) && error.statusCode === 429) return 'too fast'
      if (!isMissingProduct(error)) throw error
      await createMonthlyProduct()
      return stripe().checkout.sessions.create(sessionParams(opening), {
        idempotencyKey: `${idempotencyKey}:product`,
      })
    }
  })
}

function sessionParams(opening: Opening): Stripe.Checkout.SessionCreateParams {
  const { intent, parts, monthly, email, language } = opening
  const metadata = { intent: intent.id }
  return {
    mode: monthly ? 'subscription' : 'payment',
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false },
    customer_email: email,
    client_reference_id: intent.id,
    metadata,
    line_items: monthly ? [wholeEachMonth(parts)] : parts.map(lineOf),
    ...(monthly
      ? { subscription_data: { metadata } }
      : { submit_type: 'donate' as const, payment_intent_data: { metadata } }),
    locale: stripeLanguages.find((known) => known === language) ?? 'auto',
    success_url: ownAddress(language, `/thanks/${intent.thanksToken}`),
    cancel_url: ownAddress(language, `/funds/${parts[0]?.fund.slug}/donate?again=${againToken(intent.id)}`),
  }
}

// Stripe's page has no Arabic: there the browser decides.
const stripeLanguages = ['en', 'es', 'vi', 'zh'] as const

const lineOf = (part: Part) => ({
  quantity: 1,
  price_data: {
    currency: 'usd',
    unit_amount: Number(part.giftCents + part.feeCoverCents),
    product_data: { name: part.fund.name },
  },
})

/** A schedule has one line, whatever funds it is divided over: what it asks can then be changed in one piece. */
const wholeEachMonth = (parts: Part[]) => ({
  quantity: 1,
  price_data: {
    currency: 'usd',
    unit_amount: Number(chargedCents(parts)),
    product: monthlyProduct,
    recurring: { interval: 'month' as const },
  },
})

/** An address of ours for whoever comes from elsewhere. */
export const ownAddress = (language: string, path: string): string =>
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
