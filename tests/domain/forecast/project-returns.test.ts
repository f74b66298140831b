import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { experienceOf, leastEnded, type PastBond } from '#app/domain/forecast/history.ts'
import { monthsAhead } from '#app/domain/forecast/months.ts'
import { projectReturns } from '#app/domain/forecast/project-returns.ts'

const at = new Date('2026-11-21T11:00:00Z')
const months = monthsAhead({ at, timezone: 'America/Chicago', count: 12 })
const daysAgo = (days: number) => new Date(at.getTime() - days * 86_400_000)

const ended = (days: number, bond: Partial<PastBond> = {}): PastBond => ({
  ...{ kind: 'court_bail', principalCents: 1_000_00n, openCents: 0n, lostCents: 0n },
  ...{ postedAt: daysAgo(days + 5), endedAt: daysAgo(5) },
  ...bond,
})
const out = (days: number, openCents: bigint, bond: Partial<PastBond> = {}): PastBond => ({
  ...{ kind: 'court_bail', principalCents: openCents, openCents, lostCents: 0n },
  ...{ postedAt: daysAgo(days), endedAt: null },
  ...bond,
})
const project = (bonds: PastBond[]) =>
  projectReturns({
    bonds: bonds.filter(({ openCents }) => openCents > 0n),
    experience: experienceOf(bonds, at),
    months,
    at,
  })

describe('months', () => {
  test('begin with what is left of this one, and end where the next begins here', () => {
    expect(months).toHaveLength(12)
    expect(months[0]).toEqual({ month: '2026-11', endsAt: new Date('2026-12-01T06:00:00Z') })
    expect(months.at(-1)).toEqual({ month: '2027-10', endsAt: new Date('2027-11-01T05:00:00Z') })
  })

  test('late in the evening it is still this month in the organization’s time zone', () => {
    const evening = new Date('2026-12-01T03:00:00Z')
    expect(monthsAhead({ at: evening, timezone: 'America/Chicago', count: 1 })[0]?.month).toBe('2026-11')
  })
})

describe('what the history says', () => {
  const quick = [30, 60, 90, 120, 150, 180, 210, 240].map((days) => ended(days))

  test('a bond of today comes back by the quartiles of those that ended', () => {
    const { months: shown } = project([...quick, out(0, 900_00n)])
    const by = (month: string) => shown.find((each) => each.month === month)
    expect(by('2027-01')).toMatchObject({ lowCents: 0n, midCents: 0n, highCents: 900_00n })
    expect(by('2027-03')).toMatchObject({ lowCents: 0n, midCents: 900_00n, inMonthCents: 900_00n })
    expect(by('2027-05')).toMatchObject({ lowCents: 900_00n, midCents: 900_00n, inMonthCents: 0n })
  })

  test('what was lost of every dollar is expected to be lost again', () => {
    const [first, ...rest] = quick
    const costly = [...rest, { ...(first as PastBond), lostCents: 400_00n }]
    const { lostCents, months: shown, laterCents } = project([...costly, out(0, 1_000_00n)])
    expect(lostCents).toBe(50_00n)
    expect((shown.at(-1)?.midCents ?? 0n) + laterCents).toBe(950_00n)
  })

  test('a bond older than all that ended is not promised within the months', () => {
    const { months: shown, laterCents } = project([...quick, out(400, 500_00n)])
    expect(shown.every(({ highCents }) => highCents === 0n)).toBe(true)
    expect(laterCents).toBe(500_00n)
  })

  test('fewer than eight that ended are a guess, kind by kind, and eight are not', () => {
    expect(experienceOf(quick.slice(1), at).court_bail).toMatchObject({ isGuess: true, endedCount: 7 })
    expect(experienceOf(quick, at).court_bail).toMatchObject({ isGuess: false, endedCount: leastEnded })
    expect(experienceOf(quick, at).immigration_bond).toMatchObject({ isGuess: true, endedCount: 0 })
  })
})

const bonds = fc.array(
  fc.record({
    kind: fc.constantFrom(...bondKinds),
    days: fc.integer({ min: 0, max: 2500 }),
    principalCents: fc.bigInt({ min: 1n, max: 10_000_000n }),
    lostPercent: fc.bigInt({ min: 0n, max: 100n }),
    isOut: fc.boolean(),
  }),
  { maxLength: 60 },
)
const lives = bonds.map((drawn) =>
  drawn.map(({ kind, days, principalCents, lostPercent, isOut }) =>
    isOut
      ? out(days, principalCents, { kind })
      : ended(days, { kind, principalCents, lostCents: (principalCents * lostPercent) / 100n }),
  ),
)

describe('whatever the fund has lived through', () => {
  test('no cent is left out or counted twice', () => {
    fc.assert(
      fc.property(lives, (all) => {
        const { months: shown, outCents, laterCents, lostCents } = project(all)
        const total = all.reduce((sum, { openCents }) => sum + openCents, 0n)
        const inMonths = shown.reduce((sum, { inMonthCents }) => sum + inMonthCents, 0n)
        expect(outCents).toBe(total)
        expect(inMonths + laterCents + lostCents).toBe(total)
        expect(inMonths).toBe(shown.at(-1)?.midCents)
        for (const part of [laterCents, lostCents, ...shown.map(({ inMonthCents }) => inMonthCents)])
          expect(part >= 0n).toBe(true)
      }),
    )
  })

  test('low is at most the middle, the middle at most high, and sums never fall', () => {
    fc.assert(
      fc.property(lives, (all) => {
        const { months: shown, outCents } = project(all)
        for (const [index, { lowCents, midCents, highCents }] of shown.entries()) {
          const before = shown[index - 1]
          expect(lowCents <= midCents && midCents <= highCents && highCents <= outCents).toBe(true)
          expect(lowCents >= (before?.lowCents ?? 0n) && highCents >= (before?.highCents ?? 0n)).toBe(true)
        }
      }),
    )
  })

  test('the order of the bonds does not matter', () => {
    fc.assert(
      fc.property(lives, (all) => {
        expect(project([...all].reverse())).toEqual(project(all))
      }),
    )
  })
})
