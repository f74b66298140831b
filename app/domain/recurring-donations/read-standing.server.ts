import { unansweredQuestion } from '#app/domain/fund-followings/unanswered-question.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type {
  Call,
  FundNow,
  Part,
  PastWish,
  Standing,
  WishCause,
  WishKind,
} from '#app/domain/schedule-wishes/wish.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import type { ScheduleState } from './record-subscription.server.ts'

type Ours = Omit<Standing, 'atStripe' | 'timezone' | 'at'>

/**
 * A monthly gift as it stands: our rows, and Stripe's subscription as it is at this moment (one call). Null for one that is
 * not here. Throws Stripe's error where it does not answer.
 */
export async function readStanding(id: string, language: string): Promise<Standing | null> {
  const ours = await inTransaction({ scope: { kind: 'donor' } }, (tx) => readOurs(tx, id, language))
  if (!ours) return null
  const subscription = await stripe().subscriptions.retrieve(ours.subscriptionId, {
    expand: ['latest_invoice'],
  })
  const { timezone } = await organization()
  return { ...ours, atStripe: shownOf(subscription), timezone, at: now() }
}

async function readOurs(tx: Tx, id: string, language: string): Promise<Ours | null> {
  const schedule = await tx.recurringDonation.findUnique({ where: { id } })
  if (!schedule) return null
  const last = await tx.payment.aggregate({ where: { recurringDonationId: id }, _max: { occurredAt: true } })
  const wishes = await pastWishes(tx, id, schedule.intentId)
  return {
    ...{ id, subscriptionId: schedule.stripeSubscriptionId, state: schedule.state as ScheduleState },
    parts: await partsInForce(tx, id),
    lastPaidAt: last._max.occurredAt,
    wishes,
    asked: await unansweredQuestion(tx, id),
    funds: await fundsNow(tx, language),
  }
}

/** How its next charge is divided, in fund order. */
export async function partsInForce(tx: Tx, id: string): Promise<Part[]> {
  const rows = await tx.$queryRaw<Part[]>`
    select fund_id as "fundId", purpose_version as "purposeVersion", gift_cents as "giftCents", fee_cover_cents as "feeCoverCents"
      from monthly_parts(${id}::uuid) order by fund_id`
  return rows
}

/** What came into force, the newest first, each with the parts that it replaced. */
export async function pastWishes(tx: Tx, id: string, intentId: string): Promise<PastWish[]> {
  const done = await tx.recurringDonationWish.findMany({
    where: { recurringDonationId: id, recurringDonationWishEnd: { outcome: 'done' } },
    include: { recurringDonationVersion: { include: { parts: { orderBy: { fundId: 'asc' } } } } },
    orderBy: { recordedAt: 'asc' },
  })
  let parts: Part[] = await tx.giftIntentPart.findMany({
    where: { intentId },
    select: { fundId: true, purposeVersion: true, giftCents: true, feeCoverCents: true },
    orderBy: { fundId: 'asc' },
  })
  const past = done.map(({ recurringDonationVersion: version, ...wish }): PastWish => {
    const partsBefore = version ? parts : null
    const endsRest = (wish.call as Call).pause === 'none'
    if (version) parts = version.parts.map(({ versionId: _, ...part }) => part)
    return {
      ...{ id: wish.id, kind: wish.kind as WishKind, cause: wish.cause as WishCause, fundId: wish.fundId },
      ...{ occurredAt: wish.occurredAt, resumesAt: wish.resumesAt, endsRest, partsBefore },
    }
  })
  return past.reverse()
}

/** Every fund that donors could give to now or once could, by id, with its name in the reader's language. */
export async function fundsNow(tx: Tx, language: string): Promise<Map<string, FundNow>> {
  const rows = await tx.$queryRaw<FundNow[]>`
    select f.id, f.slug, case when f.state = 'open' and soliciting_is_blocked(f.id, now()) then 'not_asking' else f.state end as state,
           f.minimum_gift_cents as "minimumCents", f.maximum_gift_cents as "maximumCents",
           v.version as "purposeVersion", t.name,
           (select max(version) from fund_purpose p where p.fund_id = f.id) as "publishedVersion"
      from fund f
      join lateral (select version from fund_purpose p where p.fund_id = f.id and p.effective_from <= ${now()}
                     order by version desc limit 1) v on true
      join lateral (select name from fund_purpose_text x where x.fund_id = f.id and x.version = v.version
                     and x.language in (${language}, 'en') order by x.language = ${language} desc limit 1) t on true
     where f.kind <> 'operating'
     order by f.position, f.slug`
  return new Map(rows.map((row) => [row.id, row]))
}

/** What Stripe shows of a subscription, as far as changes depend on it. */
function shownOf(subscription: Stripe.Subscription): Standing['atStripe'] {
  const [item] = subscription.items.data
  if (!item) throw new Error('a subscription without an item')
  const { pause_collection: pause, latest_invoice: latest } = subscription
  const invoice = latest && typeof latest !== 'string' ? latest : null
  return {
    status: subscription.status,
    itemId: item.id,
    amountCents: BigInt(item.price.unit_amount ?? 0) * BigInt(item.quantity ?? 1),
    anchorAt: instant(subscription.billing_cycle_anchor),
    periodStartsAt: instant(item.current_period_start),
    periodEndsAt: instant(item.current_period_end),
    pause: pause && { resumesAt: pause.resumes_at ? instant(pause.resumes_at) : null },
    openInvoiceId: invoice?.status === 'open' ? (invoice.id ?? null) : null,
    draftInvoiceId: invoice?.status === 'draft' ? (invoice.id ?? null) : null,
  }
}

const instant = (seconds: number): Date => new Date(seconds * 1000)
