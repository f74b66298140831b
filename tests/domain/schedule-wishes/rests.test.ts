import { describe, expect, test } from 'vitest'
import { planChange } from '#app/domain/schedule-wishes/plan-change.ts'
import { changed, fundIs, giftTo, held, moved, rests } from '#tests/support/standing-gift.ts'

describe('a rest that its donor takes back', () => {
  const pause = { kind: 'pause', until: null } as const

  test('was wished while a full fund made it rest: it rests with the fund again, and its donor is still asked', () => {
    const full = fundIs(giftTo('a'), 'a', 'full')
    const own = changed(full, pause)
    expect([rests(own), held(own)]).toEqual([true, []])
    const undone = changed(own, { kind: 'undo' })
    expect([rests(undone), held(undone)]).toEqual([true, ['a fund_full']])
    expect(rests(changed(undone, { kind: 'keep' }))).toBe(false)
    expect(rests(fundIs(undone, 'a', 'open'))).toBe(false)
    expect(rests(changed(fundIs(own, 'a', 'open'), { kind: 'undo' }))).toBe(false)
  })

  test('was wished while a paused fund made it rest: it goes on when that opens', () => {
    const undone = changed(changed(fundIs(giftTo('a'), 'a', 'paused'), pause), { kind: 'undo' })
    expect([rests(undone), held(undone)]).toEqual([true, ['a fund_paused']])
    expect(rests(fundIs(undone, 'a', 'open'))).toBe(false)
  })

  test('followed another of their own: that one lasts to its day', () => {
    const dated = changed(giftTo('a'), { kind: 'pause', until: '2026-08-01' })
    const undone = changed(changed(dated, pause), { kind: 'undo' })
    expect(undone.atStripe.pause).toEqual({ resumesAt: new Date('2026-08-01T00:00:00Z') })
  })

  test('ended with a division: no rest from before comes back with another fund', () => {
    const dated = fundIs(changed(giftTo('a'), { kind: 'pause', until: '2026-08-01' }), 'a', 'paused')
    const divided = changed(dated, { kind: 'split', shares: [{ fundId: 'd', share: 1n }] })
    expect([rests(divided), held(divided)]).toEqual([false, []])
    expect(rests(moved(divided, ['d', 'paused'], ['d', 'open']))).toBe(false)
  })
})

describe('a rest with a day at its end', () => {
  const until = { kind: 'pause', until: '2026-08-01' } as const

  test('is refused while a fund of the gift takes nothing; one without an end is not', () => {
    const gift = fundIs(giftTo('a'), 'a', 'paused')
    expect(() => planChange(gift, until)).toThrow('fund_takes_nothing_now')
    expect(planChange(gift, { kind: 'pause', until: null }).call.pause).toEqual({ resumesAt: null })
    const own = fundIs(changed(giftTo('a'), { kind: 'pause', until: null }), 'a', 'paused')
    expect(() => planChange(own, until)).toThrow('fund_takes_nothing_now')
  })

  test('that was wished before the fund paused has none until it opens', () => {
    const gift = fundIs(changed(giftTo('a'), until), 'a', 'paused')
    expect(gift.atStripe.pause).toEqual({ resumesAt: null })
    expect(fundIs(gift, 'a', 'open').atStripe.pause).toEqual({
      resumesAt: new Date('2026-08-01T00:00:00Z'),
    })
  })

  test('may be wished for a part whose fund is full, and for the others while one is left out', () => {
    expect(planChange(fundIs(giftTo('a'), 'a', 'full'), until).resumesAt).not.toBeNull()
    expect(planChange(fundIs(giftTo('a', 'b'), 'a', 'paused'), until).resumesAt).not.toBeNull()
  })
})
