import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feeCover } from '#app/domain/donations/fee-cover.ts'
import { orNothing, planFollowing } from '#app/domain/fund-followings/plan-following.ts'
import { holdsOf } from '#app/domain/schedule-wishes/holds.ts'
import { planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import { coversFee, giftOf, type Standing } from '#app/domain/schedule-wishes/wish.ts'
import {
  changed,
  done,
  fundIs,
  giftTo,
  held,
  moved,
  newWords,
  open,
  rests,
} from '#tests/support/standing-gift.ts'

const given = ({ parts }: Standing) => parts.map(({ fundId, giftCents }) => `${fundId} ${giftCents}`).join()

describe('what a fund has left out comes back when it opens, whatever came in between', () => {
  test('another fund that stopped later', () => {
    const both = moved(giftTo('a', 'b', 'c'), ['a', 'paused'], ['b', 'paused'])
    expect([given(both), held(both)]).toEqual(['c 1000', ['b fund_paused', 'a fund_paused']])
    const one = fundIs(both, 'a', 'open')
    expect([given(one), held(one)]).toEqual(['a 1000,c 1000', ['b fund_paused']])
    expect(given(fundIs(one, 'b', 'open'))).toBe('a 1000,b 1000,c 1000')
  })

  test('the first of two that made all of it rest is charged alone until the other opens', () => {
    const none = moved(giftTo('a', 'b'), ['a', 'paused'], ['b', 'paused'])
    expect([rests(none), held(none)]).toEqual([true, ['b fund_paused', 'a fund_paused']])
    const first = fundIs(none, 'a', 'open')
    expect([given(first), rests(first), held(first)]).toEqual(['a 1000', false, ['b fund_paused']])
    expect(first.atStripe.amountCents).toBe(10_00n)
    const second = fundIs(first, 'b', 'open')
    expect([given(second), rests(second), held(second)]).toEqual(['a 1000,b 1000', false, []])
  })

  test('new words of another fund, which stay in force', () => {
    const gift = fundIs(newWords(fundIs(giftTo('a', 'b'), 'a', 'paused'), 'b'), 'a', 'open')
    expect(gift.parts.map(({ fundId, purposeVersion }) => [fundId, purposeVersion])).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  test('another amount, which the others keep', () => {
    const less = changed(fundIs(giftTo('a', 'b'), 'a', 'paused'), {
      ...{ kind: 'amount', giftCents: 6_00n, coverFee: false },
    })
    expect(given(fundIs(less, 'a', 'open'))).toBe('a 1000,b 600')
  })

  test('a rest that its donor wished meanwhile goes on', () => {
    const gift = moved(giftTo('a', 'b'), ['a', 'paused'])
    const resting = changed(gift, { kind: 'pause', until: '2026-08-01' })
    const stopped = fundIs(resting, 'b', 'paused')
    expect(stopped.atStripe.pause).toEqual({ resumesAt: null })
    const back = fundIs(stopped, 'a', 'open')
    expect([given(back), back.atStripe.pause]).toEqual([
      'a 1000',
      { resumesAt: new Date('2026-08-01T00:00:00Z') },
    ])
  })

  test('not where its donor divided the gift anew; and again where that was taken back', () => {
    const left = fundIs(giftTo('a', 'b'), 'a', 'paused')
    const shares = ['b', 'd'].map((fundId) => ({ fundId, share: 1n }))
    const own = changed(left, { kind: 'split', shares })
    expect([held(own), given(fundIs(own, 'a', 'open'))]).toEqual([[], 'b 500,d 500'])
    const undone = changed(own, { kind: 'undo' })
    expect([held(undone), given(fundIs(undone, 'a', 'open'))]).toEqual([['a fund_paused'], 'a 1000,b 1000'])
  })

  test('in every order of up to three funds, words, amounts and ends of funds: each open fund gets its part, nothing is charged where none is, and the gift ends with the last', () => {
    const fund = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fund, fc.constantFrom('paused', 'full', 'open', 'open')) },
      { weight: 1, arbitrary: fc.tuple(fund, fc.constant('closing')) },
      { weight: 1, arbitrary: fund },
      { weight: 1, arbitrary: fc.tuple(fc.bigInt({ min: 9_00n, max: 90_00n }), fc.boolean()) },
    )
    const gifts = fc.subarray(['a', 'b', 'c'], { minLength: 1 })
    fc.assert(
      fc.property(gifts, fc.array(step, { maxLength: 14 }), (fundIds, steps) => {
        let gift = giftTo(...fundIds)
        const part = new Map(fundIds.map((fundId) => [fundId, 10_00n]))
        for (const next of steps) {
          const isClosing = typeof next[0] === 'string' && gift.funds.get(next[0])?.state === 'closing'
          if (gift.state === 'cancelled' || isClosing) continue
          if (typeof next === 'string') gift = newWords(gift, next)
          else if (typeof next[0] === 'string') gift = fundIs(gift, next[0], String(next[1]))
          else {
            const [giftCents, coverFee] = next as [bigint, boolean]
            const now = gift
            const plan = orNothing(() => planChange(now, { kind: 'amount', giftCents, coverFee }))
            if (plan) gift = done(gift, plan, 'donor', null)
            for (const { fundId, giftCents: cents } of gift.parts) part.set(fundId, cents)
          }
          const stateOf = (fundId: string) => gift.funds.get(fundId)?.state ?? ''
          const takes = fundIds.filter((fundId) => stateOf(fundId) === 'open')
          const lasting = fundIds.filter((fundId) => stateOf(fundId) !== 'closing')
          expect(gift.state === 'cancelled').toBe(lasting.length === 0)
          if (lasting.length === 0) continue
          expect(rests(gift)).toBe(takes.length === 0)
          if (takes.length > 0)
            expect(given(gift)).toBe(takes.map((fundId) => `${fundId} ${part.get(fundId)}`).join())
          expect(
            holdsOf(gift)
              .map(({ fundId }) => fundId)
              .sort(),
          ).toEqual(lasting.filter((fundId) => !takes.includes(fundId)))
          const cover = gift.parts.reduce((sum, { feeCoverCents }) => sum + feeCoverCents, 0n)
          expect(cover).toBe(coversFee(gift.parts) ? feeCover(giftOf(gift.parts)) : 0n)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a fund that stops for another reason while its part is left out', () => {
  const left = () => fundIs(giftTo('a', 'b'), 'a', 'paused')

  test.each([
    ['closing', 'fund_closing', []],
    ['full', 'fund_full', ['a fund_full']],
  ])('%s: its donor is told, and nothing of the gift changes', (state, cause, holds) => {
    const gift = left()
    const following = planFollowing(gift, 'a', state)
    expect([following?.cause, following?.plan.kind, following?.plan.call]).toEqual([cause, 'split', {}])
    const after = fundIs(gift, 'a', state)
    expect([given(after), rests(after), held(after)]).toEqual(['b 1000', false, holds])
    expect(planFollowing(after, 'a', state)).toBeNull()
  })

  test('closed after that: told once, and it does not come back', () => {
    const gift = moved(left(), ['a', 'closing'])
    expect(planFollowing(gift, 'a', 'closed')).toBeNull()
    expect(given(fundIs(gift, 'a', 'open'))).toBe('b 1000')
  })

  test('full: what is kept comes back at once, and what is paused again does not', () => {
    const full = fundIs(left(), 'a', 'full')
    expect(given(changed(full, { kind: 'keep' }))).toBe('a 1000,b 1000')
    const paused = { ...full, funds: new Map(full.funds).set('a', { ...open('a')[1], state: 'paused' }) }
    expect(() => planChange(paused, { kind: 'keep' })).toThrow('fund_takes_nothing_now')
    expect(() => planChange(fundIs(full, 'a', 'paused'), { kind: 'keep' })).toThrow('nothing_changes')
  })
})

describe('the last fund that was charged closes', () => {
  test('the gift rests with the part whose fund had stopped before, and goes on when that opens', () => {
    const left = moved(giftTo('a', 'b'), ['a', 'paused'], ['b', 'closing'])
    expect([left.state, given(left), rests(left), held(left)]).toEqual([
      ...['active', 'a 1000', true],
      ['a fund_paused'],
    ])
    expect(left.wishes[0]).toMatchObject({ kind: 'pause', cause: 'fund_closing', fundId: 'b' })
    expect(planFollowing(left, 'b', 'closed')).toBeNull()
    const back = fundIs(left, 'a', 'open')
    expect([given(back), rests(back), held(back)]).toEqual(['a 1000', false, []])
    expect(fundIs(left, 'a', 'closing').state).toBe('cancelled')
  })

  test('of several that are left, each comes back by itself', () => {
    const left = moved(giftTo('a', 'b', 'c'), ['a', 'paused'], ['c', 'full'], ['b', 'closing'])
    expect([rests(left), held(left)]).toEqual([true, ['c fund_full', 'a fund_paused']])
    const one = fundIs(left, 'a', 'open')
    expect([given(one), rests(one), held(one)]).toEqual(['a 1000', false, ['c fund_full']])
    expect(given(changed(one, { kind: 'keep' }))).toBe('a 1000,c 1000')
  })

  test('a rest that its donor wished before goes on when the other opens', () => {
    const own = changed(moved(giftTo('a', 'b'), ['a', 'paused']), { kind: 'pause', until: '2026-08-01' })
    const back = moved(own, ['b', 'closing'], ['a', 'open'])
    expect([given(back), back.atStripe.pause]).toEqual([
      'a 1000',
      { resumesAt: new Date('2026-08-01T00:00:00Z') },
    ])
  })
})
