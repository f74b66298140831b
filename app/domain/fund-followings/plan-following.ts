import { Refusal } from '#app/domain/refusal.ts'
import { without } from '#app/domain/schedule-wishes/divide-parts.ts'
import { holdsOf, restHold } from '#app/domain/schedule-wishes/holds.ts'
import {
  asItIs,
  givingUp,
  nextCharge,
  restAsWished,
  resting,
  restingWith,
  withPartBack,
  withParts,
} from '#app/domain/schedule-wishes/plan-change.ts'
import {
  goesOn,
  type Part,
  type Plan,
  type Standing,
  sumOf,
  type WishCause,
} from '#app/domain/schedule-wishes/wish.ts'

export type Following = { plan: Plan; cause: WishCause }

/**
 * What a fund's new state does to one monthly gift; null where it does nothing. A fund that pauses collects no more until
 * it opens again, and one that is full until the donor answers, after one charge in which to do so; one that closes ends
 * its part. Of a gift to several funds only that fund's part stops, and the others go on, or rest where theirs had stopped before.
 */
export function planFollowing(gift: Standing, fundId: string, state: string): Following | null {
  if (gift.state === 'cancelled' || gift.atStripe.status === 'canceled') return null
  if (state === 'open') return reopened(gift, fundId)
  const cause = causes[state]
  if (!cause) return null
  if (!gift.parts.some((part) => part.fundId === fundId)) return stoppedOtherwise(gift, fundId, cause)
  const others = without(gift.parts, fundId)
  if (others.length > 0) return { plan: leavingOut(gift, others, cause), cause }
  if (cause === 'fund_closing') {
    const left = holdsOf(gift).find((hold) => hold.fundId !== fundId && hold.part)?.part
    return { plan: left ? restingWith(gift, left) : ended(gift), cause }
  }
  // It rests already, because the donor wished so: there is nothing to stop and nothing to ask.
  const { pause } = gift.atStripe
  if (pause && !pause.resumesAt && !restHold(gift)) return null
  return { plan: resting(gift, 'pause', null), cause }
}

/** A gift that runs is asked first, and charged once more; what rests because of the fund already, goes on resting. */
export const mayBeAsked = (gift: Standing, fundId: string): boolean =>
  nextCharge(gift) !== null && !holdsOf(gift).some((hold) => hold.fundId === fundId)

const causes: Record<string, WishCause> = {
  paused: 'fund_paused',
  full: 'fund_full',
  closing: 'fund_closing',
  closed: 'fund_closing',
}

/** As it was before the fund stopped, where its donor has not answered since: that fund's part alone, or the rest's end. */
function reopened(gift: Standing, fundId: string): Following | null {
  const held = holdsOf(gift).find((hold) => hold.fundId === fundId)
  if (!held || !goesOn(gift.funds.get(fundId))) return null
  const plan = held.part ? withPartBack(gift, held.part) : restAsWished(gift)
  return { plan, cause: 'fund_open' }
}

/** A part is left out already, and its fund has stopped for another reason since: its donor is told what is so now. */
function stoppedOtherwise(gift: Standing, fundId: string, cause: WishCause): Following | null {
  const held = holdsOf(gift).find((hold) => hold.fundId === fundId)
  return held && held.cause !== cause ? { plan: asItIs(gift, 'split'), cause } : null
}

/**
 * The others go on from their next charge. What is unpaid now was asked for this fund too, and an invoice cannot be divided:
 * it is given up whole, unless the fund is full, which takes what was asked before.
 */
function leavingOut(gift: Standing, others: Part[], cause: WishCause): Plan {
  const plan = withParts(gift, 'split', others)
  return cause === 'fund_full' ? plan : { ...plan, call: { ...plan.call, ...givingUp(gift) } }
}

const ended = (gift: Standing): Plan => ({
  ...{ kind: 'stop', call: { cancel: true }, parts: null, amountCents: sumOf(gift.parts) },
  ...{ nextChargeAt: null, resumesAt: null, validUntil: gift.at },
})

/**
 * Later gifts are bound to the words that a fund has published, one fund and one version after the other: each is announced with
 * its own words, and with their day where that is still to come, before it binds. Null where all are bound to them already.
 */
export function planPurpose(gift: Standing): { plan: Plan; fundId: string } | null {
  if (gift.state === 'cancelled') return null
  const older = gift.parts.find((part) => nextWords(gift, part) > part.purposeVersion)
  if (!older) return null
  const parts = gift.parts.map((part) =>
    part.fundId === older.fundId ? { ...part, purposeVersion: nextWords(gift, part) } : part,
  )
  return { plan: withParts(gift, 'purpose', parts), fundId: older.fundId }
}

/** What was in force before the words of now is left out; what is still to come has its turn in its order. */
function nextWords({ funds }: Standing, { fundId, purposeVersion }: Part): number {
  const fund = funds.get(fundId)
  return fund ? Math.max(fund.purposeVersion, Math.min(purposeVersion + 1, fund.publishedVersion)) : 0
}

/** A plan that turns out to change nothing is none. */
export function orNothing<T>(plan: () => T | null): T | null {
  try {
    return plan()
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
