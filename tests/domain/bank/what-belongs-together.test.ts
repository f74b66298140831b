import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type OpenLine,
  type OpenMovement,
  proposeMatches,
} from '#app/domain/bank/matching/propose-matches.ts'
import { whyLineIsOpen, whyMovementIsOpen } from '#app/domain/bank/matching/why-open.ts'

describe('what belongs together', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((each) => `2026-10-${String(each).padStart(2, '0')}`)
  const amount = fc.constantFrom(100n, 200n, 300n, -100n)
  const reference = fc.constantFrom(null, 'CK 1042', '7777')
  const line = fc.record({
    id: fc.constant(0n),
    day,
    amount,
    text: fc.constantFrom('', 'check CK-1042', 'no 7777 and CK1042'),
  })
  const movement = fc.record({
    sourceKind: fc.constant('given'),
    sourceId: fc.constant(''),
    day,
    amount,
    reference,
    deposit: fc.constantFrom(null, null, 'slip'),
  })
  const sides = fc
    .tuple(fc.array(line, { maxLength: 10 }), fc.array(movement, { maxLength: 10 }))
    .map(([lines, movements]): [OpenLine[], OpenMovement[]] => [
      lines.map((each, index) => ({ ...each, id: BigInt(index) })),
      movements.map((each, index) => ({ ...each, sourceId: String(index) })),
    ])

  test('nothing is matched twice, each match adds up, and the order of rows changes nothing', () => {
    const named = (found: ReturnType<typeof proposeMatches>) =>
      found
        .map(
          ({ lines, movements }) =>
            `${lines.map(({ id }) => id)}=${movements.map(({ sourceId }) => sourceId).sort()}`,
        )
        .sort()
    fc.assert(
      fc.property(sides, ([lines, movements]) => {
        const found = proposeMatches(lines, movements, { daysInTransit: 10 })
        const used = found.flatMap((match) => [...match.lines, ...match.movements])
        expect(new Set(used).size).toBe(used.length)
        const total = (rows: { amount: bigint }[]) => rows.reduce((sum, each) => sum + each.amount, 0n)
        for (const match of found) expect(total(match.lines)).toBe(total(match.movements))
        const turned = proposeMatches(lines.toReversed(), movements.toReversed(), { daysInTransit: 10 })
        expect(named(turned)).toEqual(named(found))
      }),
    )
  })

  const open = (over: Partial<OpenMovement>): OpenMovement => ({
    ...{ sourceKind: 'given', sourceId: 'a', day: '2026-10-05', amount: 100_00n },
    ...{ reference: null, deposit: null, ...over },
  })
  const bank = (over: Partial<OpenLine>): OpenLine => ({
    ...{ id: 1n, day: '2026-10-06', amount: 100_00n, text: '' },
    ...over,
  })

  test('one check for several bonds is found by its number, and two that fit are left to a person', () => {
    const parts = [
      open({ reference: 'CK 1042', amount: 60_00n }),
      open({ sourceId: 'b', reference: 'ck1042', amount: 40_00n }),
    ]
    expect(proposeMatches([bank({ text: 'DEPOSIT #CK1042' })], parts, { daysInTransit: 10 })).toMatchObject([
      { rule: 'reference', movements: parts },
    ])
    expect(proposeMatches([bank({})], [open({}), open({ sourceId: 'b' })], { daysInTransit: 10 })).toEqual([])
    expect(proposeMatches([bank({ day: '2026-10-16' })], [open({})], { daysInTransit: 10 })).toEqual([])
  })

  test('gifts that were paid in together are one line, unless a single one fits it too', () => {
    const slip = [
      open({ deposit: 'slip', amount: 60_00n }),
      open({ sourceId: 'b', deposit: 'slip', day: '2026-10-04', amount: 40_00n }),
    ]
    const found = (movements: OpenMovement[]) => proposeMatches([bank({})], movements, { daysInTransit: 10 })
    expect(found(slip)).toMatchObject([{ rule: 'amount_and_day', movements: slip }])
    expect(found([...slip, open({ sourceId: 'c' })])).toEqual([])
    expect(found(slip.map((each) => ({ ...each, deposit: null })))).toEqual([])
  })

  test('why something stands alone', () => {
    const at = { daysInTransit: 10, today: '2026-10-20', through: '2026-10-19', note: null }
    expect(whyLineIsOpen(bank({ amount: 99_99n }), [open({})], 10)).toEqual({ code: 'differs', by: 1n })
    expect(whyLineIsOpen(bank({}), [open({}), open({ sourceId: 'b' })], 10)).toEqual({
      code: 'several_fit',
      count: 2,
    })
    expect(whyLineIsOpen(bank({ amount: 5n }), [open({})], 10)).toEqual({ code: 'no_movement' })
    const checks = [
      open({ amount: 60_00n }),
      open({ sourceId: 'b', amount: 40_00n }),
      open({ sourceId: 'c', amount: -1n }),
    ]
    expect(whyLineIsOpen(bank({}), checks, 10)).toEqual({ code: 'together', count: 2, day: '2026-10-05' })
    expect(whyLineIsOpen(bank({ day: '2026-10-25' }), [open({})], 10)).toEqual({
      code: 'other_day',
      days: 20,
    })
    expect(whyLineIsOpen(bank({ day: '2027-10-25' }), [open({})], 10)).toEqual({ code: 'no_movement' })
    expect(whyMovementIsOpen(open({}), [bank({ day: '2026-09-20' })], at)).toEqual({
      code: 'other_day',
      days: 15,
    })
    expect(whyMovementIsOpen(open({}), [], at)).toEqual({ code: 'no_line', days: 15 })
    expect(whyMovementIsOpen(open({ day: '2026-10-15' }), [], at)).toEqual({ code: 'in_transit', days: 5 })
    expect(whyMovementIsOpen(open({}), [], { ...at, through: null })).toEqual({ code: 'no_statement_yet' })
    const note = { reason: 'check_not_cashed', until: '2026-10-31' }
    expect(whyMovementIsOpen(open({}), [], { ...at, note })).toEqual({ code: 'noted', ...note })
    expect(whyMovementIsOpen(open({}), [], { ...at, today: '2026-11-01', note })).toEqual({
      code: 'no_line',
      days: 27,
    })
  })
})
