import { expect } from 'vitest'
import { orNothing, planFollowing, planPurpose } from '#app/domain/fund-followings/plan-following.ts'
import { holdsOf } from '#app/domain/schedule-wishes/holds.ts'
import { type Change, planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import {
  type FundNow,
  type Plan,
  type Standing,
  sumOf,
  type WishCause,
} from '#app/domain/schedule-wishes/wish.ts'

const at = new Date('2026-05-10T18:00:00Z')
const periodEndsAt = new Date('2026-05-20T18:00:00Z')

/** A fund that takes gifts, by its id. */
export const open = (id: string): [string, FundNow] => [
  id,
  {
    ...{ id, slug: id, name: id, state: 'open', purposeVersion: 1, publishedVersion: 1 },
    ...{ minimumCents: 1_00n, maximumCents: 50_000_00n },
  },
]

/** A running gift of ten dollars to each of these funds; a fund `d` is open and gets nothing. */
export function giftTo(...fundIds: string[]): Standing {
  const parts = fundIds.map((fundId) => ({ fundId, purposeVersion: 1, giftCents: 10_00n, feeCoverCents: 0n }))
  return {
    ...{ id: 'x', subscriptionId: 'sub_x', state: 'active', lastPaidAt: null, parts },
    atStripe: {
      ...{
        status: 'active',
        itemId: 'si_x',
        amountCents: sumOf(parts),
        pause: null,
        openInvoiceId: null,
        draftInvoiceId: null,
      },
      ...{ anchorAt: periodEndsAt, periodStartsAt: at, periodEndsAt },
    },
    ...{ wishes: [], asked: null, funds: new Map(['a', 'b', 'c', 'd'].map(open)), timezone: 'UTC', at },
  }
}

/** The gift after what was planned came into force, as it would be read again. */
export function done(gift: Standing, plan: Plan, cause: WishCause, fundId: string | null): Standing {
  const { call } = plan
  if (call.unitAmount !== undefined) expect(BigInt(call.unitAmount)).toBe(plan.amountCents)
  const resumesAt = typeof call.pause === 'object' ? call.pause.resumesAt : null
  const pause = call.pause === 'none' ? null : { resumesAt: resumesAt ? new Date(resumesAt * 1000) : null }
  const parts = plan.parts ?? gift.parts
  expect(plan.amountCents).toBe(sumOf(parts))
  const wish = {
    ...{ id: String(gift.wishes.length + 1), kind: plan.kind, cause, fundId, occurredAt: gift.at },
    ...{ resumesAt: plan.resumesAt, partsBefore: plan.parts && gift.parts, endsRest: call.pause === 'none' },
  }
  return {
    ...{ ...gift, parts, state: call.cancel ? 'cancelled' : gift.state, wishes: [wish, ...gift.wishes] },
    atStripe: {
      ...gift.atStripe,
      amountCents: plan.amountCents,
      pause: call.pause === undefined ? gift.atStripe.pause : pause,
    },
  }
}

/** The gift after a fund came to this state, with what follows from it. */
export function fundIs(gift: Standing, fundId: string, state: string): Standing {
  const fund = gift.funds.get(fundId)
  if (!fund) throw new Error('no such fund')
  const now = { ...gift, funds: new Map(gift.funds).set(fundId, { ...fund, state }) }
  const following = orNothing(() => planFollowing(now, fundId, state))
  return following ? done(now, following.plan, following.cause, fundId) : now
}

/** After a fund said anew what its gifts are for. */
export function newWords(gift: Standing, fundId: string): Standing {
  const fund = gift.funds.get(fundId)
  if (!fund) throw new Error('no such fund')
  const newest = fund.publishedVersion + 1
  const funds = new Map(gift.funds).set(fundId, {
    ...{ ...fund, purposeVersion: newest, publishedVersion: newest },
  })
  let now: Standing = { ...gift, funds }
  for (let bound = planPurpose(now); bound; bound = planPurpose(now))
    now = done(now, bound.plan, 'purpose_changed', bound.fundId)
  return now
}

/** After a change that its donor wished. */
export function changed(gift: Standing, change: Change): Standing {
  const plan = planChange(gift, change)
  return done(gift, plan, plan.undoes ? 'undone' : 'donor', null)
}

export const rests = ({ atStripe }: Standing) => atStripe.pause !== null
export const held = (gift: Standing) => holdsOf(gift).map(({ fundId, cause }) => `${fundId} ${cause}`)
export const moved = (gift: Standing, ...steps: [string, string][]) =>
  steps.reduce((now, [fundId, state]) => fundIs(now, fundId, state), gift)
