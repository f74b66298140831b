import { randomUUID } from 'node:crypto'
import { enterQueue, type Turn } from '#app/domain/checkout-queue/enter-queue.server.ts'
import { giftToOpen } from '#app/domain/checkout-queue/gift-to-open.server.ts'
import { reachPayment } from '#app/domain/checkout-queue/reach-payment.server.ts'
import { refuseFullLine } from '#app/domain/checkout-queue/refuse-full-line.server.ts'
import { admitGift, type Origin } from '#app/domain/defence/admit-gift.server.ts'
import { guardGiving } from '#app/domain/defence/guard-giving.server.ts'
import { type FundPage, fundPage } from '#app/domain/funds/fund-page.server.ts'
import { openFunds } from '#app/domain/funds/open-funds.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { randomToken, sha256Hex } from '#app/platform/crypto.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { divideGift, type GiftPart } from './divide-gift.ts'
import { type GiftForm, isFormToken } from './gift-form.ts'
import { keepGiftWords } from './keep-gift-words.server.ts'
import { expireSession, openSession } from './open-session.server.ts'
import { refuseUnreadWords } from './unread-words.server.ts'

type StartedGift = {
  slug: string
  form: GiftForm
  /** Tells one visit of the form from another; the same token and entries are the same gift. */
  token: string
  /** When its page was sent out, and so which words of the funds its giver read. */
  shownAt: Date
  language: string
  address: Origin
}

type Started = { redirectTo: string; intentId: string }

/**
 * Takes a valid form to Stripe's page. The intent, with an idempotency key of ours, is committed first; then the one
 * call to Stripe; then its result. Where many come at once the form goes to a page of ours instead, which goes on by itself
 * when it is its turn. Sending the same form twice leads to the same payment page, never to two charges.
 * Refuses an amount outside a fund's limits, a fund that takes no gifts or may not ask for any, one whose words are newer than
 * the page, a gift already paid, Stripe being away, and what `guardGiving`, `admitGift` and `enterQueue` refuse. Answers the
 * intent too, so that the browser that made it is known when it comes back.
 */
export const startGift = (started: StartedGift): Promise<Started> =>
  guardGiving({ address: started.address, formToken: started.token }, () => beginGift(started))

async function beginGift({ slug, form, token, shownAt, language, address }: StartedGift): Promise<Started> {
  if (address !== null) await refuseFullLine(token)
  const fund = await fundPage({ slug, language })
  if (!fund) throw new Refusal('fund_not_open')
  refuseUnlessOpen(fund)
  const others = await openFunds({ language })
  const parts = divideGift({ ...form, home: fund, others })
  refuseUnreadWords(parts, shownAt)

  const formToken = isFormToken(token) ? token : randomUUID()
  const digest = digestOf(parts, form, language)
  await leaveOtherForms(formToken, digest)

  const { intentId, turn } = await intentOf({ parts, form, formToken, digest, language, address })
  const gift = { intentId, homeFundId: fund.id }
  const redirectTo =
    turn === null
      ? await openSession(await giftToOpen(gift))
      : await reachPayment({ ...gift, slug, language }, turn)
  if (redirectTo === null) throw new Refusal('stripe_unavailable')
  return { redirectTo, intentId }
}

function refuseUnlessOpen(fund: FundPage): void {
  if (fund.state !== 'open')
    throw new Refusal(fund.state === 'closing' ? 'fund_closed' : `fund_${fund.state}`)
}

/** Everything that makes two forms the same gift. What is divided in two ways to the same cents is the same. */
const digestOf = (parts: GiftPart[], form: GiftForm, language: string): string =>
  sha256Hex(
    JSON.stringify([
      parts.map(({ fund, giftCents, feeCoverCents }) =>
        [fund.slug, fund.purposeVersion, giftCents, feeCoverCents].map(String),
      ),
      ...[form.frequency, form.name, form.email, form.incognito, form.updates, language],
      ...[form.tribute, form.tributeName, form.tributeEmail, form.tributeMessage],
      ...[form.employer, form.comment, form.commentPublic],
    ]),
  )

/** A donor who went back and changed the form must not be able to pay both: the earlier page is closed first. */
async function leaveOtherForms(formToken: string, digest: string): Promise<void> {
  const earlier = await db().giftIntent.findMany({
    where: { formToken, NOT: { formDigest: { startsWith: digest } } },
    select: { id: true, thanksToken: true, checkoutSession: { select: { id: true, state: true } } },
  })
  if (earlier.length > 0) await leaveQueue(earlier.map(({ id }) => id))
  for (const { thanksToken, checkoutSession } of earlier) {
    if (!checkoutSession) continue
    const state =
      checkoutSession.state === 'open' ? await expireSession(checkoutSession.id) : checkoutSession.state
    if (state === 'complete') throw new Refusal('already_paid', { thanks: thanksToken })
  }
}

type NewIntent = {
  parts: GiftPart[]
  form: GiftForm
  formToken: string
  digest: string
  language: string
  address: Origin
}

const leaveQueue = (intentIds: string[]) =>
  inTransaction({ scope: { kind: 'public' } }, (tx) =>
    tx.checkoutPlace.deleteMany({ where: { intentId: { in: intentIds } } }),
  )

/** `turn` is null where the payment page is open already, and where nobody waits for it: the demonstration's past. */
type OnItsWay = { intentId: string; turn: Turn | null }

/** The intent of this form: the one that waits for payment, or a new one. An expired page makes room for another try. */
async function intentOf(wanted: NewIntent): Promise<OnItsWay> {
  const { formToken, digest } = wanted
  const earlier = await db().giftIntent.findMany({
    where: { formToken, formDigest: { startsWith: digest } },
    select: { id: true, thanksToken: true, checkoutSession: { select: { state: true, expiresAt: true } } },
    orderBy: { recordedAt: 'desc' },
  })
  const latest = earlier[0]
  if (latest) {
    const session = latest.checkoutSession
    if (session?.state === 'complete') throw new Refusal('already_paid', { thanks: latest.thanksToken })
    if (session?.state === 'open' && session.expiresAt > now()) return { intentId: latest.id, turn: null }
    if (!session) return inTransaction({ scope: { kind: 'public' } }, (tx) => onItsWay(tx, latest.id, wanted))
  }
  return recordIntent(wanted, `${digest}:${earlier.length}`)
}

async function onItsWay(tx: Tx, intentId: string, { parts, address }: NewIntent): Promise<OnItsWay> {
  const homeFundId = parts[0]?.fund.id ?? ''
  return { intentId, turn: address === null ? null : await enterQueue(tx, { intentId, homeFundId }) }
}

async function recordIntent(wanted: NewIntent, formDigest: string): Promise<OnItsWay> {
  const { parts, form, formToken, language, address } = wanted
  return inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    const written = await tx.giftIntent.createMany({
      data: {
        formToken,
        formDigest,
        thanksToken: randomToken(),
        frequency: form.frequency,
        email: form.email,
        name: form.name,
        incognito: form.incognito,
        wantsUpdates: form.updates,
        language,
        occurredAt: now(),
      },
      // A double click writes the form twice at once; the second finds the first.
      skipDuplicates: true,
    })
    const intent = await tx.giftIntent.findUniqueOrThrow({
      where: { formToken_formDigest: { formToken, formDigest } },
      select: { id: true },
    })
    await tx.giftIntentPart.createMany({
      data: parts.map(({ fund, giftCents, feeCoverCents }) => ({
        intentId: intent.id,
        fundId: fund.id,
        purposeVersion: fund.purposeVersion,
        giftCents,
        feeCoverCents,
      })),
      skipDuplicates: true,
    })
    await keepGiftWords(tx, { intentId: intent.id, fundId: parts[0]?.fund.id ?? '', form })
    // What everyone's gifts are counted by comes last, so that each holds it for the shortest time.
    if (written.count > 0) await admitGift(tx, { intentId: intent.id, email: form.email, address })
    return onItsWay(tx, intent.id, wanted)
  })
}
