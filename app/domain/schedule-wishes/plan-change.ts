import {
  chargeFrom,
  dayAfter,
  firstChargeOn,
  startOfDay,
} from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyDay } from '#app/domain/recurring-donations/monthly-day.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { share, without, withPart } from './divide-parts.ts'
import { holdsOf, restHold, restsInForce, restsWith } from './holds.ts'
import { sameGifts, sameParts } from './same-parts.ts'
import {
  type Call,
  coversFee,
  giftOf,
  goesOn,
  type Part,
  type PastWish,
  type Plan,
  type Standing,
  sumOf,
  versionFor,
} from './wish.ts'

/** What a donor may change. Amounts in cents; `until` is a day of the organization, null for a rest without an end. */
export type Change =
  | { kind: 'amount'; giftCents: bigint; coverFee: boolean }
  | { kind: 'split'; shares: { fundId: string; share: bigint }[] }
  | { kind: 'day'; day: number }
  | { kind: 'skip' }
  | { kind: 'pause'; until: string | null }
  | { kind: 'resume' }
  | { kind: 'keep' }
  | { kind: 'undo' }

const hour = 3_600_000
const day = 24 * hour

/** So close to a charge its date is not moved any more: the two could both happen. */
const near = 2 * hour

const longestRestDays = 366
const splitAtMost = 10

/** What the change would do to the gift as it stands. Pure; refuses what is not allowed, and what changes nothing. */
export function planChange(gift: Standing, change: Change): Plan {
  if (gift.state === 'cancelled' || gift.atStripe.status === 'canceled')
    throw new Refusal('ended_gift_is_not_changed')
  switch (change.kind) {
    case 'amount':
      return withParts(gift, 'amount', scaled(gift, change))
    case 'split':
      return withParts(gift, 'split', divided(gift, change.shares))
    case 'day':
      return onAnotherDay(gift, change.day)
    case 'skip':
      return skipped(gift)
    case 'pause':
      return paused(gift, change.until)
    case 'resume':
      return resumed(gift)
    case 'keep':
      return kept(gift)
    case 'undo':
      return undone(gift)
  }
}

/** The next charge as things stand; null while it rests without an end. */
export function nextCharge({ atStripe: { anchorAt, periodEndsAt, pause } }: Standing): Date | null {
  if (!pause) return periodEndsAt
  return pause.resumesAt && chargeFrom(anchorAt, periodEndsAt, pause.resumesAt)
}

/** The change that a donor may take back for a day: the last one, if it was their own. */
function undoable({ wishes: [last], at, state }: Standing): PastWish | null {
  if (!last || state === 'cancelled' || last.cause !== 'donor') return null
  if (at.getTime() - last.occurredAt.getTime() > day) return null
  return ['amount', 'split', 'skip', 'pause'].includes(last.kind) ? last : null
}

/** The parts that a gift has after a change, as a plan. */
export function withParts(gift: Standing, kind: 'amount' | 'split' | 'purpose', parts: Part[]): Plan {
  const amountCents = sumOf(parts)
  if (kind !== 'purpose' && sameParts(parts, gift.parts)) throw new Refusal('nothing_changes')
  const moved = kind === 'split' && isReleased(gift, parts)
  const rests = moved ? { ...gift, atStripe: { ...gift.atStripe, pause: null } } : gift
  const call: Call = { ...priceOf(gift, parts), ...(moved ? { pause: 'none' as const } : {}) }
  return {
    ...{ kind, call, parts, amountCents, nextChargeAt: nextCharge(rests), resumesAt: null },
    validUntil: new Date(gift.at.getTime() + day),
  }
}

/** Nothing more is asked for what is unpaid now. */
export const givingUp = ({ atStripe: { openInvoiceId, draftInvoiceId } }: Standing): Call => ({
  voidInvoice: openInvoiceId ?? draftInvoiceId,
})

/** A new price only where the sum is another. */
function priceOf({ atStripe }: Standing, parts: Part[]): Call {
  const amountCents = sumOf(parts)
  return {
    item: atStripe.itemId,
    ...(amountCents === atStripe.amountCents ? {} : { unitAmount: Number(amountCents) }),
  }
}

/** A rest, a skip or their end. */
export function resting(
  gift: Standing,
  kind: 'pause' | 'skip' | 'resume',
  resumesAt: Date | null,
  validUntil = new Date(gift.at.getTime() + day),
): Plan {
  const seconds = resumesAt && Math.floor(resumesAt.getTime() / 1000)
  const pause = kind === 'resume' ? null : { resumesAt }
  return {
    kind,
    call: {
      pause: kind === 'resume' ? 'none' : { resumesAt: seconds },
      ...(kind === 'pause' ? givingUp(gift) : {}),
    },
    parts: null,
    amountCents: sumOf(gift.parts),
    nextChargeAt: nextCharge({ ...gift, atStripe: { ...gift.atStripe, pause } }),
    resumesAt: kind === 'resume' ? null : resumesAt,
    validUntil,
  }
}

function scaled(gift: Standing, { giftCents, coverFee }: { giftCents: bigint; coverFee: boolean }): Part[] {
  const shares = gift.parts.map(({ giftCents }) => giftCents)
  return refuseOutsideLimits(gift, share(giftCents, coverFee, gift.parts, shares), 'amount')
}

function divided(gift: Standing, shares: { fundId: string; share: bigint }[]): Part[] {
  const chosen = shares.filter(({ share }) => share > 0n)
  if (chosen.length === 0) throw new Refusal('split_is_empty', {}, 'shares')
  if (chosen.length > splitAtMost) throw new Refusal('split_over_too_many', { count: splitAtMost }, 'shares')
  const held = new Set(gift.parts.map(({ fundId }) => fundId))
  const funds = chosen.map(({ fundId }) => {
    const fund = gift.funds.get(fundId)
    const takes = fund?.state === 'open' || (held.has(fundId) && goesOn(fund))
    if (!fund || !takes) throw new Refusal('fund_not_open', {}, 'shares')
    return { fundId, purposeVersion: versionFor(fund, gift.parts) }
  })
  const weights = chosen.map(({ share }) => share)
  const parts = share(giftOf(gift.parts), coversFee(gift.parts), funds, weights)
  // What was sent back as it is stays as it is, to the cent: also what covers the fee, and the words it is bound to.
  if (sameGifts(parts, gift.parts)) return gift.parts
  return refuseOutsideLimits(gift, parts, 'shares')
}

function refuseOutsideLimits(gift: Standing, parts: Part[], field: string): Part[] {
  for (const { fundId, giftCents } of parts) {
    const { minimumCents = 1n, maximumCents } = gift.funds.get(fundId) ?? {}
    if (giftCents < minimumCents) throw new Refusal('amount_too_small', { minimum: minimumCents }, field)
    if (maximumCents !== undefined && giftCents > maximumCents)
      throw new Refusal('amount_too_large', { maximum: maximumCents }, field)
  }
  return parts
}

/** Whether every fund that made the gift rest is out of it now. */
function isReleased(gift: Standing, parts: Part[]): boolean {
  if (!restHold(gift)) return false
  return parts.every(({ fundId }) => ['open', 'not_asking'].includes(gift.funds.get(fundId)?.state ?? ''))
}

function onAnotherDay(gift: Standing, wanted: number): Plan {
  refuseUnlessPaidUp(gift)
  const { status, anchorAt, periodStartsAt, itemId } = gift.atStripe
  refuseNearCharge(gift)
  // By every charge to come, not by the next: one of the 31st falls on 28 February too, and on 31 March after it.
  const { day: usual, isExact } = monthlyDay(anchorAt, gift.timezone)
  if (isExact && usual === wanted) throw new Refusal('nothing_changes', {}, 'day')
  // A period that is not a wait for another day began with a charge, whether or not it has been booked here.
  const begun = status === 'trialing' ? null : periodStartsAt
  const charged = [gift.lastPaidAt, begun].filter((date) => date !== null).map((date) => date.getTime())
  const nextChargeAt = firstChargeOn(wanted, {
    ...{ at: gift.at, timezone: gift.timezone },
    lastChargedAt: charged.length > 0 ? new Date(Math.max(...charged)) : null,
  })
  return {
    kind: 'day',
    call: { item: itemId, trialEnd: Math.floor(nextChargeAt.getTime() / 1000) },
    ...{ parts: null, amountCents: sumOf(gift.parts), nextChargeAt, resumesAt: null },
    validUntil: beforeNextCharge(gift),
  }
}

function skipped(gift: Standing): Plan {
  refuseUnlessPaidUp(gift)
  refuseNearCharge(gift)
  const resumesAt = new Date(gift.atStripe.periodEndsAt.getTime() + day)
  return resting(gift, 'skip', resumesAt, beforeNextCharge(gift))
}

function paused(gift: Standing, until: string | null): Plan {
  const { pause } = gift.atStripe
  if (until === null) {
    if (pause && !pause.resumesAt && !restHold(gift)) throw new Refusal('nothing_changes')
    return resting(gift, 'pause', null)
  }
  // Stripe would end the rest by itself on that day, and charge for a fund that takes nothing.
  refuseUnlessAllGoOn(gift)
  if (until <= dayAfter(gift.at, 0, gift.timezone)) throw new Refusal('pause_ends_too_soon', {}, 'until')
  if (until > dayAfter(gift.at, longestRestDays, gift.timezone))
    throw new Refusal('pause_ends_too_late', {}, 'until')
  return resting(gift, 'pause', startOfDay(until, gift.timezone))
}

function resumed(gift: Standing): Plan {
  if (!gift.atStripe.pause) throw new Refusal('nothing_changes')
  refuseUnlessAllGoOn(gift)
  return resting(gift, 'resume', null)
}

/** What a fund made rest goes on as it would have without it: also a rest that the donor had wished. */
export function restAsWished(gift: Standing): Plan {
  const own = restsInForce(gift.wishes).find(({ cause }) => ['donor', 'undone'].includes(cause))
  return own && lasts(own, gift.at) ? resting(gift, 'pause', own.resumesAt) : resting(gift, 'resume', null)
}

const lasts = ({ kind, endsRest, resumesAt }: PastWish, at: Date): boolean =>
  kind !== 'resume' && !endsRest && (!resumesAt || resumesAt > at)

/** Nothing is charged any more: what is left of the gift is a part whose fund had stopped before, and rests with it. */
export function restingWith(gift: Standing, part: Part): Plan {
  const parts = withPart([], part, coversFee(gift.parts))
  const { call, ...plan } = resting(gift, 'pause', null)
  return { ...plan, call: { ...call, ...priceOf(gift, parts) }, parts, amountCents: sumOf(parts) }
}

/** A part that was left out comes back. Where the rest of the gift rests with another fund, it is charged alone until then. */
export function withPartBack(gift: Standing, part: Part): Plan {
  const rest = restHold(gift)
  const others = rest ? without(gift.parts, rest.fundId) : gift.parts
  const parts = withPart(others, part, coversFee(gift.parts))
  if (!rest) return withParts(gift, 'split', parts)
  const { call, ...plan } = restAsWished(gift)
  return { ...plan, call: { ...call, ...priceOf(gift, parts) }, parts, amountCents: sumOf(parts) }
}

/** The answer to a fund that is full: as it was before, or, where nothing has stopped yet, as it is. */
function kept(gift: Standing): Plan {
  const held = holdsOf(gift).find(({ cause }) => cause === 'fund_full')
  if (!held && gift.asked) return asItIs(gift, 'resume')
  if (!held) throw new Refusal('nothing_changes')
  if (!held.part) return resumed(gift)
  if (!goesOn(gift.funds.get(held.fundId))) throw new Refusal('fund_takes_nothing_now')
  return { ...withPartBack(gift, held.part), undoes: held.id }
}

/** Nothing is asked of Stripe: what became of the gift is written down, and its donor is told. */
export const asItIs = (gift: Standing, kind: 'resume' | 'split'): Plan => ({
  ...{ kind, call: {}, parts: null, amountCents: sumOf(gift.parts) },
  ...{ nextChargeAt: nextCharge(gift), resumesAt: null },
  validUntil: new Date(gift.at.getTime() + day),
})

function undone(gift: Standing): Plan {
  const last = undoable(gift)
  if (!last) throw new Refusal('nothing_to_undo')
  if (!last.partsBefore) return { ...restedBefore(gift), undoes: last.id }
  if (!last.partsBefore.every(({ fundId }) => goesOn(gift.funds.get(fundId))))
    throw new Refusal('fund_takes_nothing_now')
  return {
    ...withParts(gift, last.kind === 'amount' ? 'amount' : 'split', last.partsBefore),
    undoes: last.id,
  }
}

/** As it rested before its last change, or charged again where it did not, or where what made it rest is over. */
function restedBefore(gift: Standing): Plan {
  const [before] = restsInForce(gift.wishes.slice(1))
  if (!before || !lasts(before, gift.at)) return resumed(gift)
  const fundId = restsWith(before)
  if (fundId && ['open', 'not_asking'].includes(gift.funds.get(fundId)?.state ?? '')) return resumed(gift)
  if (before.resumesAt) refuseUnlessAllGoOn(gift)
  return resting(gift, 'pause', before.resumesAt)
}

function refuseUnlessPaidUp(gift: Standing): void {
  if (gift.state === 'past_due' || gift.atStripe.openInvoiceId) throw new Refusal('last_gift_is_still_tried')
  if (gift.atStripe.pause) throw new Refusal('gift_rests')
}

function refuseUnlessAllGoOn({ parts, funds }: Standing): void {
  if (!parts.every(({ fundId }) => goesOn(funds.get(fundId)))) throw new Refusal('fund_takes_nothing_now')
}

function refuseNearCharge({ at, atStripe }: Standing): void {
  if (atStripe.periodEndsAt.getTime() - at.getTime() < near) throw new Refusal('charge_is_near')
}

const beforeNextCharge = ({ at, atStripe }: Standing): Date =>
  new Date(Math.min(at.getTime() + day, atStripe.periodEndsAt.getTime() - hour))
