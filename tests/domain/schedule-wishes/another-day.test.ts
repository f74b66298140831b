import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dayOf, firstChargeOn } from '#app/domain/recurring-donations/charge-dates.ts'
import { planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import type { Standing } from '#app/domain/schedule-wishes/wish.ts'
import { nextRenewal } from '#tests/sandbox/stripe/calendar.ts'
import { giftAt, moment, standing, zones } from '#tests/support/gift-at.ts'

const monthIn = (at: Date, timezone: string) => dayOf(at, timezone).slice(0, 7)

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
