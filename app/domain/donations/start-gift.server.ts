import { randomUUID } from 'node:crypto'
import { admitGift, type Origin } from '#app/domain/defence/admit-gift.server.ts'
import { guardGiving } from '#app/domain/defence/guard-giving.server.ts'
import { type FundPage, fundPage } from '#app/domain/funds/fund-page.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { randomToken, sha256Hex } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { feeCover } from './fee-cover.ts'
import { type GiftForm, isFormToken } from './gift-form.ts'
import { expireSession, openSession } from './open-session.server.ts'

type StartedGift = {
  slug: string
  form: GiftForm
  /** Tells one visit of the form from another; the same token and entries are the same gift. */
  token: string
  language: string
  address: Origin
}

/**
 * Takes a valid form to Stripe's page. The intent, with an idempotency key of ours, is committed first; then the one
 * call to Stripe; then its result. Sending the same form twice leads to the same payment page, never to two charges.
 * Refuses an amount outside the fund's limits, a fund that takes no gifts or may not ask for any, a gift already paid,
 * Stripe being away, and what `guardGiving` and `admitGift` refuse.
 */
export const startGift = (started: StartedGift): Promise<{ redirectTo: string }> =>
  guardGiving({ address: started.address, formToken: started.token }, () => openGift(started))

async function openGift({
  slug,
  form,
  token,
  language,
  address,
}: StartedGift): Promise<{ redirectTo: string }> {
  const fund = await fundPage({ slug, language })
  if (!fund) throw new Refusal('fund_not_open')
  refuseUnlessFundTakes(fund, form.amount)

  const formToken = isFormToken(token) ? token : randomUUID()
  const digest = digestOf(fund, form, language)
  await leaveOtherForms(formToken, digest)

  const intent = await intentOf({ fund, form, formToken, digest, language, address })
  return { redirectTo: await openSession({ intent, fund, form, language }) }
}

export type GiftIntent = { id: string; thanksToken: string }

function refuseUnlessFundTakes(fund: FundPage, amount: bigint): void {
  if (fund.state !== 'open')
    throw new Refusal(fund.state === 'closing' ? 'fund_closed' : `fund_${fund.state}`)
  if (amount < fund.minimumCents)
    throw new Refusal('amount_too_small', { minimum: fund.minimumCents }, 'amount')
  if (amount > fund.maximumCents)
    throw new Refusal('amount_too_large', { maximum: fund.maximumCents }, 'amount')
}

/** Everything that makes two forms the same gift. */
const digestOf = (fund: FundPage, form: GiftForm, language: string): string =>
  sha256Hex(
    JSON.stringify([
      ...[fund.slug, fund.purposeVersion, String(form.amount), form.frequency, form.coverFee],
      ...[form.name, form.email, form.incognito, form.updates, language],
    ]),
  )

/** A donor who went back and changed the form must not be able to pay both: the earlier page is closed first. */
async function leaveOtherForms(formToken: string, digest: string): Promise<void> {
  const earlier = await db().giftIntent.findMany({
    where: { formToken, NOT: { formDigest: { startsWith: digest } } },
    select: { id: true, thanksToken: true, checkoutSession: { select: { id: true, state: true } } },
  })
  for (const { thanksToken, checkoutSession } of earlier) {
    if (!checkoutSession) continue
    const state =
      checkoutSession.state === 'open' ? await expireSession(checkoutSession.id) : checkoutSession.state
    if (state === 'complete') throw new Refusal('already_paid', { thanks: thanksToken })
  }
}

type NewIntent = {
  fund: FundPage
  form: GiftForm
  formToken: string
  digest: string
  language: string
  address: Origin
}

/** The intent of this form: the one that waits for payment, or a new one. An expired page makes room for another try. */
async function intentOf(wanted: NewIntent): Promise<GiftIntent> {
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
    if (!session || (session.state === 'open' && session.expiresAt > now())) return latest
  }
  return recordIntent(wanted, `${digest}:${earlier.length}`)
}

async function recordIntent(
  { fund, form, formToken, language, address }: NewIntent,
  formDigest: string,
): Promise<GiftIntent> {
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
      select: { id: true, thanksToken: true },
    })
    if (written.count > 0) await admitGift(tx, { intentId: intent.id, email: form.email, address })
    await tx.giftIntentPart.createMany({
      data: {
        intentId: intent.id,
        fundId: fund.id,
        purposeVersion: fund.purposeVersion,
        giftCents: form.amount,
        feeCoverCents: form.coverFee ? feeCover(form.amount) : 0n,
      },
      skipDuplicates: true,
    })
    return intent
  })
}
