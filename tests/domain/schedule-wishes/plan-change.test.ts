import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planFollowing, planPurpose } from '#app/domain/fund-followings/plan-following.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { chargeFrom } from '#app/domain/recurring-donations/charge-dates.ts'
import { ChangeForm } from '#app/domain/schedule-wishes/change-form.ts'
import { planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import { smallestShares } from '#app/domain/schedule-wishes/shares.ts'
import { type Standing, sumOf } from '#app/domain/schedule-wishes/wish.ts'
import { nextRenewal } from '#tests/sandbox/stripe/calendar.ts'
import { funds, giftAt, standing } from '#tests/support/gift-at.ts'

const day = 86_400_000

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
