import { Refusal } from '#app/domain/refusal.ts'
import {
  holdsOf,
  isRest,
  nextCharge,
  resting,
  without,
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
 * its part. Of a gift to several funds only that fund's part stops, and the others go on.
 */
export function planFollowing(gift: Standing, fundId: string, state: string): Following | null {
  if (gift.state === 'cancelled' || gift.atStripe.status === 'canceled') return null
  if (state === 'open') return reopened(gift, fundId)
  if (!gift.parts.some((part) => part.fundId === fundId)) return null
  const cause = causes[state]
  if (!cause) return null
  const others = without(gift.parts, fundId)
  if (others.length > 0) return { plan: withParts(gift, 'split', others), cause }
  if (cause === 'fund_closing') return { plan: ended(gift), cause }
  // It rests already, because the donor wished so: there is nothing to stop and nothing to ask.
  const { pause } = gift.atStripe
  const isHeld = holdsOf(gift).some(({ kind }) => kind === 'pause')
  if (pause && !pause.resumesAt && !isHeld) return null
  return { plan: resting(gift, 'pause', null), cause }
}

/** A gift that runs is asked first, and charged once more; what rests because of the fund already, goes on resting. */
export const mayBeAsked = (gift: Standing, fundId: string): boolean =>
  nextCharge(gift) !== null && !holdsOf(gift).some((wish) => wish.fundId === fundId)

const causes: Record<string, WishCause> = {
  paused: 'fund_paused',
  full: 'fund_full',
  closing: 'fund_closing',
  closed: 'fund_closing',
}

/** As it was before the fund stopped, where nobody changed it since: also a rest that the donor had wished. */
function reopened(gift: Standing, fundId: string): Following | null {
  const held = holdsOf(gift).find((wish) => wish.fundId === fundId)
  if (!held) return null
  if (held.partsBefore) {
    const open = held.partsBefore.every((part) => goesOn(gift.funds.get(part.fundId)))
    return open ? { plan: withParts(gift, 'split', held.partsBefore), cause: 'fund_open' } : null
  }
  const own = gift.wishes.find((wish) => isRest(wish) && ['donor', 'undone'].includes(wish.cause))
  const lasts = own && own.kind !== 'resume' && (!own.resumesAt || own.resumesAt > gift.at)
  const plan = lasts ? resting(gift, 'pause', own.resumesAt) : resting(gift, 'resume', null)
  return { plan, cause: 'fund_open' }
}

const ended = (gift: Standing): Plan => ({
  ...{ kind: 'stop', call: { cancel: true }, parts: null, amountCents: sumOf(gift.parts) },
  ...{ nextChargeAt: null, resumesAt: null, validUntil: gift.at },
})

/**
 * Later gifts are bound to the words that a fund has published now, one fund after the other: each is announced with its own
 * words before it binds. Null where all are bound to them already.
 */
export function planPurpose(gift: Standing): { plan: Plan; fundId: string } | null {
  if (gift.state === 'cancelled') return null
  const published = ({ fundId }: Part) => gift.funds.get(fundId)?.purposeVersion ?? 0
  const older = gift.parts.find((part) => published(part) > part.purposeVersion)
  if (!older) return null
  const parts = gift.parts.map((part) =>
    part.fundId === older.fundId ? { ...part, purposeVersion: published(part) } : part,
  )
  return { plan: withParts(gift, 'purpose', parts), fundId: older.fundId }
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
