import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { planFollowing, planPurpose } from '#app/domain/fund-followings/plan-following.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { chargeFrom, dayOf, firstChargeOn } from '#app/domain/recurring-donations/charge-dates.ts'
import { ChangeForm } from '#app/domain/schedule-wishes/change-form.ts'
import { planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import { smallestShares } from '#app/domain/schedule-wishes/shares.ts'
import { type Standing, sumOf } from '#app/domain/schedule-wishes/wish.ts'
import { nextRenewal } from '#tests/sandbox/stripe/calendar.ts'

const zones = ['America/Chicago', 'Pacific/Honolulu', 'America/New_York', 'UTC', 'Asia/Tokyo']
const day = 86_400_000
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
const monthIn = (at: Date, timezone: string) => dayOf(at, timezone).slice(0, 7)

const funds = ['a', 'b', 'c'].map((id) => ({
  ...{ id, slug: id, name: id, state: 'open', purposeVersion: 1, publishedVersion: 1 },
  ...{ minimumCents: 1_00n, maximumCents: 50_000_00n },
}))

/** A gift to fund a that began at `anchor` and is looked at some time later, as Stripe would show it then. */
function giftAt(anchor: Date, at: Date, timezone = 'America/Chicago'): Standing {
  const start = Math.floor(anchor.getTime() / 1000)
  const end = nextRenewal(start, Math.floor(at.getTime() / 1000), 'month', 1)
  let begun = start
  for (let next = start; next < end; next = nextRenewal(start, next, 'month', 1)) begun = next
  return {
    ...{ id: 'x', subscriptionId: 'sub_x', state: 'active', lastPaidAt: new Date(begun * 1000) },
    parts: [{ fundId: 'a', purposeVersion: 1, giftCents: 20_00n, feeCoverCents: 0n }],
    atStripe: {
      ...{
        status: 'active',
        itemId: 'si_x',
        amountCents: 20_00n,
        pause: null,
        openInvoiceId: null,
        draftInvoiceId: null,
      },
      anchorAt: new Date(start * 1000),
      periodStartsAt: new Date(begun * 1000),
      periodEndsAt: new Date(end * 1000),
    },
    ...{ wishes: [], asked: null, funds: new Map(funds.map((fund) => [fund.id, fund])), timezone, at },
  }
}

/** Whether no charge of four years falls on any other day, as Stripe reckons them. */
function isAlwaysOn({ atStripe: { anchorAt }, timezone }: Standing, wanted: number): boolean {
  const anchor = anchorAt.getTime() / 1000
  let at = anchor
  for (let month = 1; month <= 48; month++) {
    at = nextRenewal(anchor, at, 'month', 1)
    if (Number(dayOf(new Date(at * 1000), timezone).slice(8)) !== wanted) return false
  }
  return true
}

const begins = fc.record({
  anchor: moment,
  later: fc.integer({ min: 1, max: 400 * 24 }),
  timezone: fc.constantFrom(...zones),
})
const standing = begins.map(({ anchor, later, timezone }) =>
  giftAt(anchor, new Date(anchor.getTime() + later * 3_600_000), timezone),
)

describe('another day of the month', () => {
  test('never charges on the day of the change, never a month that was charged, and always on the day that was wished', () => {
    fc.assert(
      fc.property(standing, fc.integer({ min: 1, max: 28 }), (gift, wanted) => {
        const near = gift.atStripe.periodEndsAt.getTime() - gift.at.getTime() < 2 * 3_600_000
        fc.pre(!near)
        if (isAlwaysOn(gift, wanted)) {
          expect(() => planChange(gift, { kind: 'day', day: wanted })).toThrow('nothing_changes')
          return
        }
        const { nextChargeAt, call } = planChange(gift, { kind: 'day', day: wanted })
        if (!nextChargeAt || !gift.lastPaidAt) throw new Error('no date')
        expect(dayOf(nextChargeAt, gift.timezone) > dayOf(gift.at, gift.timezone)).toBe(true)
        expect(monthIn(nextChargeAt, gift.timezone) > monthIn(gift.lastPaidAt, gift.timezone)).toBe(true)
        expect(call.trialEnd).toBe(nextChargeAt.getTime() / 1000)
        // Stripe goes on from there, and no month after it is charged twice or left out.
        let at = nextChargeAt
        for (let month = 1; month <= 14; month++) {
          const next = new Date(
            nextRenewal(nextChargeAt.getTime() / 1000, at.getTime() / 1000, 'month', 1) * 1000,
          )
          const expected = Temporal.PlainYearMonth.from(monthIn(at, gift.timezone)).add({ months: 1 })
          expect(monthIn(next, gift.timezone)).toBe(expected.toString())
          expect(Number(dayOf(next, gift.timezone).slice(8))).toBe(wanted)
          at = next
        }
      }),
      { numRuns: 120 },
    )
  })

  test.each([29, 30, 31])('from day %i to the 28th, while the next charge is 28 February', (day) => {
    const gift = giftAt(new Date(`2026-01-${day}T18:00:00Z`), new Date('2026-02-10T18:00:00Z'))
    expect(gift.atStripe.periodEndsAt).toEqual(new Date('2026-02-28T18:00:00Z'))
    const { nextChargeAt, call } = planChange(gift, { kind: 'day', day: 28 })
    expect([nextChargeAt, call.trialEnd]).toEqual([
      new Date('2026-02-28T18:00:00Z'),
      Date.UTC(2026, 1, 28, 18) / 1000,
    ])
    const moved = { ...gift, atStripe: { ...gift.atStripe, anchorAt: nextChargeAt as Date } }
    expect(() => planChange(moved, { kind: 'day', day: 28 })).toThrow('nothing_changes')
  })

  test('from the 31st, in the days around the end of the month', () => {
    const gift = giftAt(new Date('2026-01-31T18:00:00Z'), new Date('2026-02-27T18:00:00Z'))
    expect(gift.atStripe.periodEndsAt).toEqual(new Date('2026-02-28T18:00:00Z'))
    expect(planChange(gift, { kind: 'day', day: 1 }).nextChargeAt).toEqual(new Date('2026-03-01T18:00:00Z'))
    const charged = giftAt(new Date('2026-01-31T18:00:00Z'), new Date('2026-02-28T19:00:00Z'))
    expect(planChange(charged, { kind: 'day', day: 1 }).nextChargeAt).toEqual(
      new Date('2026-03-01T18:00:00Z'),
    )
    const last = giftAt(new Date('2026-01-31T18:00:00Z'), new Date('2026-03-31T19:00:00Z'))
    expect(planChange(last, { kind: 'day', day: 31 - 3 }).nextChargeAt).toEqual(
      new Date('2026-04-28T17:00:00Z'),
    )
  })

  test('a wait for another day is no charge: it may be changed again within the month', () => {
    const gift = giftAt(new Date('2026-03-20T18:00:00Z'), new Date('2026-04-10T18:00:00Z'))
    const waiting: Standing = {
      ...gift,
      atStripe: {
        ...gift.atStripe,
        ...{ status: 'trialing', periodStartsAt: gift.at, periodEndsAt: new Date('2026-04-25T17:00:00Z') },
      },
    }
    expect(planChange(waiting, { kind: 'day', day: 15 }).nextChargeAt).toEqual(
      new Date('2026-04-15T17:00:00Z'),
    )
  })
})

test('a rest ends at the first charge on or after its end, by Stripe’s own reckoning', () => {
  fc.assert(
    fc.property(standing, fc.integer({ min: 0, max: 300 }), ({ atStripe }, days) => {
      const from = new Date(atStripe.periodEndsAt.getTime() + days * day)
      const at = chargeFrom(atStripe.anchorAt, atStripe.periodEndsAt, from).getTime() / 1000
      let expected = atStripe.periodEndsAt.getTime() / 1000
      const anchor = atStripe.anchorAt.getTime() / 1000
      while (expected < from.getTime() / 1000) expected = nextRenewal(anchor, expected, 'month', 1)
      expect(at).toBe(expected)
    }),
  )
})

test('the first charge on a day is the same day in UTC and for the organization', () => {
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom(...zones),
      (at, wanted, timezone) => {
        const first = firstChargeOn(wanted, { at, lastChargedAt: null, timezone })
        expect([first.getUTCDate(), Number(dayOf(first, timezone).slice(8))]).toEqual([wanted, wanted])
      },
    ),
  )
})

test('whatever the shares, a division adds up to the gift and to what the card is asked', () => {
  const shares = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 3, maxLength: 3 })
  const amounts = fc.bigInt({ min: 5_00n, max: 40_000_00n })
  fc.assert(
    fc.property(standing, shares, amounts, fc.boolean(), (gift, weights, giftCents, coverFee) => {
      fc.pre(weights.some((weight) => weight > 0n))
      try {
        const amount = planChange(gift, { kind: 'amount', giftCents, coverFee })
        const now = {
          ...gift,
          parts: amount.parts ?? [],
          atStripe: { ...gift.atStripe, amountCents: amount.amountCents },
        }
        const split = planChange(now, {
          kind: 'split',
          shares: weights.map((share, index) => ({ fundId: ['a', 'b', 'c'][index] ?? '', share })),
        })
        expect(sumOf(split.parts ?? [])).toBe(amount.amountCents)
        expect(split.amountCents).toBe(amount.amountCents)
        expect(split.call.unitAmount).toBeUndefined()
      } catch (error) {
        expect(['nothing_changes', 'amount_too_small', 'amount_too_large']).toContain(
          (error as { code: string }).code,
        )
      }
    }),
  )
})

describe('the shares that a page offers', () => {
  const given = fc.array(fc.bigInt({ min: 1n, max: 40_000_00n }), { minLength: 1, maxLength: 3 })
  const sentBack = (giftCents: bigint[]) => {
    const parts = giftCents.map((cents, index) => ({
      ...{ fundId: ['a', 'b', 'c'][index] ?? '', purposeVersion: 1, giftCents: cents, feeCoverCents: 0n },
    }))
    const at = new Date('2026-05-10T18:00:00Z')
    const gift = { ...giftAt(new Date('2026-01-20T18:00:00Z'), at), parts }
    const typed = smallestShares(giftCents).map(String)
    const form = ChangeForm.parse({
      change: 'split',
      parts: parts.map(({ fundId }, index) => ({ fund: fundIds[fundId], share: typed[index] })),
    })
    if (form.change !== 'split') throw new Error('a split')
    const shares = form.parts.map(({ share }, index) => ({ fundId: parts[index]?.fundId ?? '', share }))
    return { gift, shares }
  }
  const fundIds: Record<string, string> = { a: randomUUID(), b: randomUUID(), c: randomUUID() }

  test('sent back unchanged, they change no cent', () => {
    fc.assert(
      fc.property(given, (giftCents) => {
        const { gift, shares } = sentBack(giftCents)
        const weights = shares.map(({ share }) => share)
        expect(allocate(sumOf(gift.parts), weights)).toEqual(giftCents)
        expect(() => planChange(gift, { kind: 'split', shares })).toThrow('nothing_changes')
      }),
    )
  })

  test('are the smallest that say the same, and the cents where none below a thousand do', () => {
    const offered = (...giftCents: bigint[]) => smallestShares(giftCents).join(':')
    expect(offered(1667n, 1667n, 1666n)).toBe('1:1:1')
    expect(offered(15_00n, 5_00n)).toBe('3:1')
    expect(offered(20_00n, 0n)).toBe('1:0')
    expect(offered(99_99n, 1n)).toBe('9999:1')
  })

  test('a gift of $50 over three funds is divided over two by leaving one out', () => {
    const { gift, shares } = sentBack([1667n, 1667n, 1666n])
    const [one, other] = shares as [(typeof shares)[0], (typeof shares)[0]]
    const { parts } = planChange(gift, { kind: 'split', shares: [one, other] })
    expect(parts?.map(({ giftCents }) => giftCents)).toEqual([25_00n, 25_00n])
  })
})

describe('what a fund’s state does to one gift', () => {
  const at = new Date('2026-05-10T18:00:00Z')
  const single = giftAt(new Date('2026-01-20T18:00:00Z'), at)
  const divided: Standing = {
    ...single,
    parts: ['a', 'b'].map((fundId) => ({ fundId, purposeVersion: 1, giftCents: 10_00n, feeCoverCents: 0n })),
  }

  test.each([
    ['paused', 'pause', 'fund_paused'],
    ['full', 'pause', 'fund_full'],
    ['closing', 'stop', 'fund_closing'],
  ])('%s: a gift to it alone', (state, kind, cause) => {
    const following = planFollowing(single, 'a', state)
    expect([following?.plan.kind, following?.cause, following?.plan.nextChargeAt]).toEqual([
      kind,
      cause,
      null,
    ])
  })

  test.each(['paused', 'full', 'closing'])(
    '%s: of a divided gift its part stops and the other goes on',
    (state) => {
      const { plan } = planFollowing(divided, 'a', state) ?? {}
      expect(plan?.parts).toEqual([{ fundId: 'b', purposeVersion: 1, giftCents: 10_00n, feeCoverCents: 0n }])
      expect([plan?.call.unitAmount, plan?.call.pause]).toEqual([10_00, undefined])
    },
  )

  test('a gift that its donor let rest stays as it is, before and after', () => {
    const resting = { ...single, atStripe: { ...single.atStripe, pause: { resumesAt: null } } }
    expect(planFollowing(resting, 'a', 'paused')).toBeNull()
    expect(planFollowing(resting, 'a', 'open')).toBeNull()
    expect(planFollowing(single, 'b', 'paused')).toBeNull()
  })

  test('a rest until a day that a fund made longer comes back when it opens', () => {
    const resumesAt = new Date('2026-08-01T05:00:00Z')
    const wish = { occurredAt: at, partsBefore: null, fundId: null, resumesAt: null, endsRest: false }
    const held: Standing = {
      ...single,
      atStripe: { ...single.atStripe, pause: { resumesAt: null } },
      wishes: [
        { ...wish, id: '2', kind: 'pause', cause: 'fund_paused', fundId: 'a' },
        { ...wish, id: '1', kind: 'pause', cause: 'donor', resumesAt },
      ],
    }
    const following = planFollowing(held, 'a', 'open')
    expect([following?.plan.kind, following?.plan.resumesAt]).toEqual(['pause', resumesAt])
    const own = { ...held, wishes: held.wishes.slice(0, 1) }
    expect(planFollowing(own, 'a', 'open')?.plan.kind).toBe('resume')
  })
})

describe('words that a fund published', () => {
  const gift = giftAt(new Date('2026-05-20T18:00:00Z'), new Date('2026-06-01T18:00:00Z'))
  /** Bound to one version, while another holds and a newer one may be decided. */
  const bound = (to: number, holds: number, decided: number): Standing => ({
    ...gift,
    parts: gift.parts.map((part) => ({ ...part, purposeVersion: to })),
    funds: new Map(
      funds.map((fund) => [fund.id, { ...fund, purposeVersion: holds, publishedVersion: decided }]),
    ),
  })
  const versions = (plan: { parts: { purposeVersion: number }[] | null } | undefined) =>
    plan?.parts?.map(({ purposeVersion }) => purposeVersion)

  test('are announced one after the other, those of a day to come too; what was replaced before is left out', () => {
    expect(versions(planPurpose(bound(1, 1, 3))?.plan)).toEqual([2])
    expect(versions(planPurpose(bound(2, 1, 3))?.plan)).toEqual([3])
    expect(planPurpose(bound(3, 1, 3))).toBeNull()
    expect(versions(planPurpose(bound(1, 3, 3))?.plan)).toEqual([3])
  })

  test('stay announced where their donor divides the gift anew', () => {
    const shares = ['a', 'b'].map((fundId) => ({ fundId, share: 1n }))
    expect(versions(planChange(bound(2, 1, 2), { kind: 'split', shares }))).toEqual([2, 1])
    expect(versions(planChange(bound(1, 2, 2), { kind: 'split', shares }))).toEqual([2, 2])
  })
})
