import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#app/domain/refusal.ts'
import { type FigureName, figureNames, identities, lossLines } from '#app/domain/transparency/figures.ts'
import { isLargeEnough } from '#app/domain/transparency/publication-policy.ts'
import {
  type Measured,
  type PublishedFigure,
  publishFigures,
} from '#app/domain/transparency/publish-figures.ts'

const day = 86_400_000
const cut = 300 * day
const now = cut + 14 * day
const policy = { k: 10, roundingCents: 100_00n, delayDays: 14, demonstration: false }

/** Everything moved, in plenty of events, none of them large. */
const plenty: Measured = {
  value: 123_456_78n,
  cell: { events: 40, moved: 400_000n, largestOneBond: 10_000n },
}
const still: Measured = { value: 0n, cell: { events: 0, moved: 0n, largestOneBond: 0n } }
const few = (events: number): Measured => ({
  value: 5_000_00n,
  cell: { events, moved: 500_000n, largestOneBond: 100_000n },
})
const measured = (special: Partial<Record<FigureName, Measured>> = {}): Record<FigureName, Measured> =>
  byName((name) => special[name] ?? plenty)
const before = byName((): PublishedFigure => ({ value: 7_000_00n, asOf: 100 * day }))

const publish = (special: Partial<Record<FigureName, Measured>> = {}, rest = {}) =>
  publishFigures({ now, cut, measured: measured(special), previous: before, policy, ...rest })

test('with enough behind every figure, all of them change, rounded, with the date of the cut', () => {
  const { figures, fresh } = publish()
  expect(fresh).toEqual(figureNames)
  expect(figures.posted).toEqual({ value: 123_500_00n, asOf: cut })
  expect(figures.people_freed).toEqual({ value: 123_456_78n, asOf: cut })
})

test('a cut less than the delay ago is refused', () => {
  expect(() => publish({}, { cut: cut + 1 })).toThrow(Refusal)
})

test('a figure with too few events keeps its last value and date, and one more is held back with it', () => {
  const { figures, fresh } = publish({ returned: few(9) })
  expect(figures.returned).toEqual(before.returned)
  expect(fresh).toHaveLength(figureNames.length - 2)
})

test('one bond of more than half of what moved is too few, however many events there are', () => {
  const dominated = { value: 9n, cell: { events: 40, moved: 1_000n, largestOneBond: 501n } }
  expect(publish({ posted: dominated }).fresh).not.toContain('posted')
  const half = { value: 9n, cell: { events: 40, moved: 1_000n, largestOneBond: 500n } }
  expect(publish({ posted: half }).fresh).toContain('posted')
})

test('losses and fees are one line until each of them is large enough', () => {
  const { fresh, figures } = publish({ forfeited: few(3) })
  expect(fresh).toContain('not_coming_back')
  for (const line of lossLines) expect(figures[line]).toEqual(before[line])
})

test('a few losses cannot be worked out from what was posted, came back and is still out', () => {
  const losses = { lost: few(3), forfeited: few(3), withheld: still, written_off: still }
  const { fresh } = publish(losses)
  expect(fresh).toEqual(['posted', 'out_on_bonds', 'on_hand', 'support', 'not_coming_back', 'people_freed'])
})

test('from close to close another figure is held back, so that none stands still', () => {
  const losses = { lost: few(3), forfeited: few(3), withheld: still, written_off: still }
  const first = publish(losses)
  const second = publish(losses, { now: now + 90 * day, cut: cut + 90 * day, previous: first.figures })
  expect(first.figures.returned?.asOf).toBe(before.returned.asOf)
  expect(second.figures.returned?.asOf).toBe(cut + 90 * day)
})

test('before anything was large enough nothing is said', () => {
  const { figures, fresh } = publish(
    byName(() => few(2)),
    { previous: {} },
  )
  expect(fresh).toEqual([])
  expect(Object.values(figures).every((figure) => figure === null)).toBe(true)
})

test('a demonstration shows a single bond at once, and every other figure as of the same cut', () => {
  const single = { value: 5_000_00n, cell: { events: 1, moved: 5_000_00n, largestOneBond: 5_000_00n } }
  const { fresh, figures } = publish(
    { ...byName(() => still), posted: single, out_on_bonds: single },
    { now: cut, policy: { k: 1, roundingCents: 1_00n, delayDays: 0, demonstration: true } },
  )
  expect(fresh).toEqual(figureNames)
  expect(figures.posted).toEqual({ value: 5_000_00n, asOf: cut })
})

describe('over random closes', () => {
  const cell = fc
    .record({
      events: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 })),
      moved: fc.bigInt({ min: 1n, max: 10_000_000n }),
      percent: fc.bigInt({ min: 1n, max: 100n }),
    })
    .map(({ events, moved, percent }) =>
      events === 0 ? still.cell : { events, moved, largestOneBond: (moved * percent) / 100n },
    )
  const figure = fc.record({ value: fc.bigInt({ min: -1_000_000_000n, max: 10n ** 12n }), cell })
  const closes = fc.tuple(
    fc.record(byName(() => figure)),
    fc.record(byName(() => fc.option(fc.record({ value: fc.bigInt(), asOf: fc.nat() })))),
  )

  test('what is shown is large enough and rounded; the rest keeps its value and date', () => {
    fc.assert(
      fc.property(closes, ([truth, previous]) => {
        const { figures, fresh } = publishFigures({ now, cut, measured: truth, previous, policy })
        for (const name of figureNames) {
          if (!fresh.includes(name)) {
            expect(figures[name]).toEqual(previous[name])
            continue
          }
          expect(isLargeEnough(truth[name].cell, policy)).toBe(true)
          expect(figures[name]?.asOf).toBe(cut)
          if (name !== 'people_freed') expect((figures[name]?.value ?? 1n) % policy.roundingCents).toBe(0n)
        }
      }),
    )
  })

  test('no figure that is too small can be worked out from those that changed', () => {
    fc.assert(
      fc.property(closes, ([truth, previous]) => {
        const { fresh } = publishFigures({ now, cut, measured: truth, previous, policy })
        if (fresh.length === 0) return
        const unknown = figureNames.filter((name) => !fresh.includes(name) && truth[name].cell.events > 0)
        const small = unknown.filter((name) => !isLargeEnough(truth[name].cell, policy))
        // When no figure of any identity changed, there is nothing to work with.
        if (!fresh.some((name) => name !== 'people_freed')) return
        for (const name of small) expect(isSolvable(name, unknown)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('a figure that is too small is never the only one held back of an identity', () => {
    fc.assert(
      fc.property(closes, ([truth, previous]) => {
        const { fresh } = publishFigures({ now, cut, measured: truth, previous, policy })
        for (const identity of identities) {
          const [only, ...others] = (Object.keys(identity) as FigureName[]).filter(
            (name) => !fresh.includes(name),
          )
          if (!only || others.length > 0 || truth[only].cell.events === 0) continue
          expect(isLargeEnough(truth[only].cell, policy)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the truth behind a figure that is not shown changes no public byte', () => {
    fc.assert(
      fc.property(closes, fc.bigInt({ min: 1n, max: 10n ** 9n }), ([truth, previous], more) => {
        const published = publishFigures({ now, cut, measured: truth, previous, policy })
        const other = byName((name) => ({
          ...truth[name],
          value: published.fresh.includes(name) ? truth[name].value : truth[name].value + more,
        }))
        expect(publishFigures({ now, cut, measured: other, previous, policy })).toEqual(published)
      }),
    )
  })
})

/**
 * Whether the unknowns' coefficients have the target alone in their span: rank with its unit row is the rank
 * without.
 */
function isSolvable(target: FigureName, unknown: readonly FigureName[]): boolean {
  const rows = identities.map((identity) => unknown.map((name) => Number(identity[name] ?? 0n)))
  const unit = unknown.map((name) => (name === target ? 1 : 0))
  return rankOf([...rows, unit]) === rankOf(rows)
}

function rankOf(rows: readonly (readonly number[])[]): number {
  const [first, ...rest] = rows
  if (!first) return 0
  const column = first.findIndex((value) => value !== 0)
  if (column === -1) return rankOf(rest)
  const pivot = first[column] ?? 1
  return (
    1 + rankOf(rest.map((row) => row.map((value, i) => value * pivot - (row[column] ?? 0) * (first[i] ?? 0))))
  )
}

function byName<T>(make: (name: FigureName) => T): Record<FigureName, T> {
  return Object.fromEntries(figureNames.map((name) => [name, make(name)])) as Record<FigureName, T>
}
